package io.credentialbroker.core.caller;

import io.credentialbroker.core.secret.Secret;

/**
 * A token at the only moment it is known in full: the registry keeps its digest and nothing else.
 *
 * @param id names it from now on
 * @param token what the client has to send: 43 characters of {@code [A-Za-z0-9_-]}
 */
public record IssuedToken(TokenId id, Secret token) {}
