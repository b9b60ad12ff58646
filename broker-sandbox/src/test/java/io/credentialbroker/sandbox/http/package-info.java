/** Requests and answers as values. */
@NullMarked
package io.credentialbroker.sandbox.http;

import org.jspecify.annotations.NullMarked;
