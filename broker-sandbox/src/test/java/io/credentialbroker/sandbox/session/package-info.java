/** What is issued, found again and forgotten. */
@NullMarked
package io.credentialbroker.sandbox.session;

import org.jspecify.annotations.NullMarked;
