/**
 * Writes policies: role names or a {@link io.credentialbroker.core.iam.policy.TrustedParty} come in, a
 * {@link io.credentialbroker.core.iam.policy.GeneratedPolicy} goes out. What is written here passes the linter.
 */
@NullMarked
package io.credentialbroker.core.iam.policy;

import org.jspecify.annotations.NullMarked;
