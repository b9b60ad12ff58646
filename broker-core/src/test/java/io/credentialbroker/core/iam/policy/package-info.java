/** Tests of the policies that are written. */
@NullMarked
package io.credentialbroker.core.iam.policy;

import org.jspecify.annotations.NullMarked;
