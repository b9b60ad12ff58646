/**
 * The container-credentials protocol that every AWS SDK speaks, and the output form of
 * {@code credential_process}: a {@link io.credentialbroker.core.Vend} comes in, the bytes of the HTTP answer
 * go out.
 */
@NullMarked
package io.credentialbroker.server.ecs;

import org.jspecify.annotations.NullMarked;
