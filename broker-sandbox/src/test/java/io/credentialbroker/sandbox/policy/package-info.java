/** IAM's rules, one table each. */
@NullMarked
package io.credentialbroker.sandbox.policy;

import org.jspecify.annotations.NullMarked;
