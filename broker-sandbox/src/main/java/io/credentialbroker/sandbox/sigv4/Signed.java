package io.credentialbroker.sandbox.sigv4;

import io.credentialbroker.sandbox.session.Caller;

/**
 * A request whose signature is right.
 *
 * @param region the region of the credential scope
 */
public record Signed(Caller caller, String region) {}
