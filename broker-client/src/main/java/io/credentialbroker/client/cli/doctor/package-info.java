/** {@code broker doctor} and {@code broker explain}: what is wrong, what mends it, and where each value comes from. */
@NullMarked
package io.credentialbroker.client.cli.doctor;

import org.jspecify.annotations.NullMarked;
