/**
 * The daemon as a credentials provider of the AWS SDK for Java 2: the only package that needs the SDK on the
 * class path.
 */
@NullMarked
package io.credentialbroker.client.sdk;

import org.jspecify.annotations.NullMarked;
