/** {@code broker policy}: the IAM documents that role sessions need. */
@NullMarked
package io.credentialbroker.client.cli.policy;

import org.jspecify.annotations.NullMarked;
