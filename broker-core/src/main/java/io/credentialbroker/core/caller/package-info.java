/**
 * Who is asking, and what they may have. Evidence comes in from the transport, a
 * {@link io.credentialbroker.core.caller.Caller} with its
 * {@link io.credentialbroker.core.caller.Grant} goes out.
 */
@NullMarked
package io.credentialbroker.core.caller;

import org.jspecify.annotations.NullMarked;
