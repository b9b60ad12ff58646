/** Signatures, against the examples that AWS publishes. */
@NullMarked
package io.credentialbroker.sandbox.sigv4;

import org.jspecify.annotations.NullMarked;
