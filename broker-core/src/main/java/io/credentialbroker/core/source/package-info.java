/**
 * From a {@link io.credentialbroker.core.profile.Recipe} to something that can be asked for credentials.
 */
@NullMarked
package io.credentialbroker.core.source;

import org.jspecify.annotations.NullMarked;
