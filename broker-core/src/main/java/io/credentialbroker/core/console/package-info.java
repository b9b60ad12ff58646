/**
 * Signs in to the AWS console: a session comes in, the link that opens the console with it goes out. What the link
 * is made of is known to {@code core.iam.console}; here is the call between.
 */
@NullMarked
package io.credentialbroker.core.console;

import org.jspecify.annotations.NullMarked;
