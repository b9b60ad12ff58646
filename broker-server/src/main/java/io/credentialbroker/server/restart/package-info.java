/**
 * Sessions carried over a restart: what the session room holds comes in, a sealed file goes out, and back at the
 * next start. Nothing is ever written in the clear.
 */
@NullMarked
package io.credentialbroker.server.restart;

import org.jspecify.annotations.NullMarked;
