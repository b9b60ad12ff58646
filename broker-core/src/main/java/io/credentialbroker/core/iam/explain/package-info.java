/**
 * Why a call for credentials failed: a {@link io.credentialbroker.core.iam.explain.FailedCall} comes in, its
 * likely causes in order of evidence go out, each with what mends it. It judges by what AWS said, what was asked
 * and what is known of the caller; it calls nobody.
 */
@NullMarked
package io.credentialbroker.core.iam.explain;

import org.jspecify.annotations.NullMarked;
