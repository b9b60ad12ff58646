/**
 * Sockets and the files beside them: addresses and paths come in, listening sockets go out. Who connects is the room
 * {@code peer}'s to say. {@link io.credentialbroker.server.transport.Transport} is the door.
 *
 * <p>The futures of Netty's closes are not looked at: after a close that failed there is nothing left to do.
 */
@NullMarked
package io.credentialbroker.server.transport;

import org.jspecify.annotations.NullMarked;
