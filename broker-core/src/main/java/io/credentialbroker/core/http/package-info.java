/**
 * Calls to the outside over {@code java.net.http}: a request comes in, a whole answer goes out, within a time
 * and a size. Knows nothing of AWS.
 */
@NullMarked
package io.credentialbroker.core.http;

import org.jspecify.annotations.NullMarked;
