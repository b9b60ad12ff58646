/**
 * What the commands have in common before they run: options, words that were probably meant, and wrong usage told
 * with the command as it was meant.
 */
@NullMarked
package io.credentialbroker.client.cli.usage;

import org.jspecify.annotations.NullMarked;
