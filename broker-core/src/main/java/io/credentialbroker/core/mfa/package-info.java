/**
 * MFA as a state: one-time codes come in, from people or from a command; each goes out once, to the call that
 * needs it. Nothing here waits for a person. It also knows which profiles stand behind which device and when the
 * next code will be due.
 */
@NullMarked
package io.credentialbroker.core.mfa;

import org.jspecify.annotations.NullMarked;
