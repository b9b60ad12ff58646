/** Tests of the names and documents. */
@NullMarked
package io.credentialbroker.core.iam;

import org.jspecify.annotations.NullMarked;
