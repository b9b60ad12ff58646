/** The daemon as a command finds it: running, to be started, or refusing, and how that is told. */
@NullMarked
package io.credentialbroker.client.cli.daemon;

import org.jspecify.annotations.NullMarked;
