/**
 * From a {@link io.credentialbroker.core.profile.Recipe} to something that can be asked for credentials: one
 * {@link io.credentialbroker.core.source.CredentialSource} for each step, and the sessions that they stand on.
 */
@NullMarked
package io.credentialbroker.core.source;

import org.jspecify.annotations.NullMarked;
