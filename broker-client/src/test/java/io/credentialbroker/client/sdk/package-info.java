/** Tests of the SDK provider. */
@NullMarked
package io.credentialbroker.client.sdk;

import org.jspecify.annotations.NullMarked;
