/**
 * HTTP/1.1 on loopback: bytes come in, a {@link io.credentialbroker.sandbox.http.Request} goes to the
 * {@link io.credentialbroker.sandbox.http.Twin} that serves it, and its
 * {@link io.credentialbroker.sandbox.http.Answer}, perhaps spoiled by a fault, goes out. The only room that
 * imports Netty.
 */
@NullMarked
package io.credentialbroker.sandbox.http;

import org.jspecify.annotations.NullMarked;
