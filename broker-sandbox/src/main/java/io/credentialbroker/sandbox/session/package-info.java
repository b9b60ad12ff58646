/**
 * Who holds which keys: sessions that the twins issue go in, and for an access key id that somebody signed
 * with, a {@link io.credentialbroker.sandbox.session.Caller} comes out.
 */
@NullMarked
package io.credentialbroker.sandbox.session;

import org.jspecify.annotations.NullMarked;
