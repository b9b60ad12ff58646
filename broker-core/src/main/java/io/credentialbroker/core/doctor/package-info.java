/**
 * Finds out why a profile gives no credentials: a profile and its recipe come in, the outcome of each step and the
 * likely causes of the first failure go out. It makes real calls, beside the sessions that are held and without
 * touching them.
 */
@NullMarked
package io.credentialbroker.core.doctor;

import org.jspecify.annotations.NullMarked;
