/** The scripts that make shells complete commands, options and profiles. */
@NullMarked
package io.credentialbroker.client.cli.completion;

import org.jspecify.annotations.NullMarked;
