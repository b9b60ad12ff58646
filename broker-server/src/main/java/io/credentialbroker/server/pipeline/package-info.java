/**
 * The way of a request through the gate: bytes of an accepted connection come in, one handler after the other
 * either refuses or passes on, and an {@link io.credentialbroker.server.pipeline.Answer} goes out.
 * {@link io.credentialbroker.server.pipeline.VendPipeline} shows the order.
 *
 * <p>The futures of Netty's writes and closes are mostly not looked at: the one that matters, that of an answer,
 * has the exchange as its listener, and after a close that failed there is nothing left to do.
 */
@NullMarked
package io.credentialbroker.server.pipeline;

import org.jspecify.annotations.NullMarked;
