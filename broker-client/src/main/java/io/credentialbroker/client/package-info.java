/**
 * The library: what a program needs to talk to a {@code brokerd} of the same user. The path of a socket and the
 * name of a profile come in; credentials, status and variables go out. Nothing here depends on the command line
 * or on the AWS SDK.
 */
@NullMarked
package io.credentialbroker.client;

import org.jspecify.annotations.NullMarked;
