/**
 * The Security Token Service in its query protocol: a signed form comes in, XML goes out, and sessions go into
 * the {@link io.credentialbroker.sandbox.session.Keyring}.
 */
@NullMarked
package io.credentialbroker.sandbox.sts;

import org.jspecify.annotations.NullMarked;
