/**
 * What the service manager is told: changes of the daemon's state come in, datagrams go out.
 */
@NullMarked
package io.credentialbroker.server.systemd;

import org.jspecify.annotations.NullMarked;
