/** Variables as shells, containers and login sessions take them, and what a shell has set already. */
@NullMarked
package io.credentialbroker.client.cli.shell;

import org.jspecify.annotations.NullMarked;
