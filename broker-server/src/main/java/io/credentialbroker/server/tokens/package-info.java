/**
 * Named client tokens, which live on over restarts: wishes of {@code broker token} come in, tokens go into the
 * registry of {@link io.credentialbroker.core.caller.ClientTokens} and, as digests, onto the disk.
 * {@link io.credentialbroker.server.tokens.NamedTokens} is the door.
 */
@NullMarked
package io.credentialbroker.server.tokens;

import org.jspecify.annotations.NullMarked;
