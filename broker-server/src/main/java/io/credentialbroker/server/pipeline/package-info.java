/**
 * The way of a request through the gate: bytes of an accepted connection come in, one handler after the other
 * either refuses or passes on, and an {@link io.credentialbroker.server.pipeline.Answer} goes out.
 * {@link io.credentialbroker.server.pipeline.VendPipeline} shows the order.
 */
@NullMarked
package io.credentialbroker.server.pipeline;

import org.jspecify.annotations.NullMarked;
