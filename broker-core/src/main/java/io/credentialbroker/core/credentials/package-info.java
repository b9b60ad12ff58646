/**
 * AWS credentials as every source yields them, and the closed set of reasons why a source could not.
 */
@NullMarked
package io.credentialbroker.core.credentials;

import org.jspecify.annotations.NullMarked;
