/**
 * The sandbox's own paths under {@code /_sandbox/}: faults, the record of calls, the clock and the codes of the
 * MFA devices, for tests and people in another process.
 */
@NullMarked
package io.credentialbroker.sandbox.control;

import org.jspecify.annotations.NullMarked;
