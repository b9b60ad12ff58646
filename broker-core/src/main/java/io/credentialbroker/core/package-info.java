/**
 * The broker and its door: a {@link io.credentialbroker.core.caller.Caller} and a
 * {@link io.credentialbroker.core.profile.ProfileName} come in, a {@link io.credentialbroker.core.Vend} goes
 * out. The rooms behind it, in the order of a request: {@code caller}, {@code profile}, {@code session},
 * {@code source}, {@code sts}.
 */
@NullMarked
package io.credentialbroker.core;

import org.jspecify.annotations.NullMarked;
