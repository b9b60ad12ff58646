/**
 * From the shared AWS config files to a {@link io.credentialbroker.core.profile.Recipe} for each profile, or
 * to a {@link io.credentialbroker.core.profile.ProfileProblem} that says which file, profile and key is wrong.
 */
@NullMarked
package io.credentialbroker.core.profile;

import org.jspecify.annotations.NullMarked;
