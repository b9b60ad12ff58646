/** {@code broker token}: named tokens, made, listed and revoked. */
@NullMarked
package io.credentialbroker.client.cli.token;

import org.jspecify.annotations.NullMarked;
