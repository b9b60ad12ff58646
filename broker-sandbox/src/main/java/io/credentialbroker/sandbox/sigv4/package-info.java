/**
 * Signature Version 4, checked: a request as it arrived comes in, the
 * {@link io.credentialbroker.sandbox.session.Caller} who signed it goes out, or AWS's refusal.
 */
@NullMarked
package io.credentialbroker.sandbox.sigv4;

import org.jspecify.annotations.NullMarked;
