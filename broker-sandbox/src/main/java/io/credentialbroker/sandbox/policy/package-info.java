/**
 * IAM policy documents as IAM reads them: JSON comes in, a
 * {@link io.credentialbroker.sandbox.policy.Verdict} about one request goes out.
 */
@NullMarked
package io.credentialbroker.sandbox.policy;

import org.jspecify.annotations.NullMarked;
