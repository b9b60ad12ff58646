/**
 * What the AWS SDK's service clients share here: an HTTP client under them, one configuration, and the one
 * function from their exceptions to a {@link io.credentialbroker.core.credentials.Failure}.
 */
@NullMarked
package io.credentialbroker.core.aws;

import org.jspecify.annotations.NullMarked;
