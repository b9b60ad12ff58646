/** Tests of the library, against a small server of their own that speaks the documented wire. */
@NullMarked
package io.credentialbroker.client;

import org.jspecify.annotations.NullMarked;
