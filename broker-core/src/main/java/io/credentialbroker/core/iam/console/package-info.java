/**
 * Ways into the AWS console: a role or a session comes in, a link goes out, or the reason why there can be none.
 * Nothing here opens a connection.
 */
@NullMarked
package io.credentialbroker.core.iam.console;

import org.jspecify.annotations.NullMarked;
