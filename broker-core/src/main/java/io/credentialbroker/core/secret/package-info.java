/**
 * The one type that carries a secret, so that nothing else has to remember not to print it.
 */
@NullMarked
package io.credentialbroker.core.secret;

import org.jspecify.annotations.NullMarked;
