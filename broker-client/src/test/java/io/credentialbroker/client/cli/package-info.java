/** Tests of the command: mostly plain text scripts in src/test/resources/cli. */
@NullMarked
package io.credentialbroker.client.cli;

import org.jspecify.annotations.NullMarked;
