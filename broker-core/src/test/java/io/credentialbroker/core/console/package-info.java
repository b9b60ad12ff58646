/** Tests of the exchange of sessions for links. */
@NullMarked
package io.credentialbroker.core.console;

import org.jspecify.annotations.NullMarked;
