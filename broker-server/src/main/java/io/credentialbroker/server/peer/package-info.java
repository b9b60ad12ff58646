/**
 * Who is at the other end: a connection comes in; out go the user and the process that the kernel names, and, where rules
 * want to know it, which program that process runs. {@link io.credentialbroker.server.peer.LocalPeers} is the door,
 * {@link io.credentialbroker.server.peer.PeerGate} the first step of every pipeline.
 *
 * <p>The futures of Netty's closes are not looked at: after a close that failed there is nothing left to do.
 */
@NullMarked
package io.credentialbroker.server.peer;

import org.jspecify.annotations.NullMarked;
