/**
 * The {@code broker} command: words come in, an exit code goes out. Commands write what was asked for to standard
 * output and everything else to standard error.
 */
@NullMarked
package io.credentialbroker.client.cli;

import org.jspecify.annotations.NullMarked;
