/**
 * IAM documents as values, without any call to AWS: names ({@link io.credentialbroker.core.iam.Arn},
 * {@link io.credentialbroker.core.iam.RoleArn}) and JSON documents come in and go out. The rooms: {@code policy}
 * writes documents, {@code lint} reads and judges them, {@code console} makes sign-in links, {@code explain}
 * turns a failed call into its likely causes and what mends them.
 */
@NullMarked
package io.credentialbroker.core.iam;

import org.jspecify.annotations.NullMarked;
