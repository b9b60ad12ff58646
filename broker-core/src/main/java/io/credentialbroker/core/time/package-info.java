/**
 * Clock, timers and randomness as constructor inputs, so that a test can own all three.
 */
@NullMarked
package io.credentialbroker.core.time;

import org.jspecify.annotations.NullMarked;
