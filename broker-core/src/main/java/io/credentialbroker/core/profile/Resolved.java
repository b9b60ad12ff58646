package io.credentialbroker.core.profile;

import java.util.List;

/**
 * A recipe with its explanation.
 *
 * @param notes what was adjusted on the way
 * @param owner the section that holds the recipe's last step
 * @param begins the section that holds its first one
 */
record Resolved(Recipe recipe, Explanation.Step step, List<String> notes, Section owner,
    Section begins) {}
