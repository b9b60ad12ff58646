/**
 * Faults on demand and the record of what was asked: rules come in from a test or over the control path, a
 * {@link io.credentialbroker.sandbox.fault.Strike} for each call goes out, and
 * {@link io.credentialbroker.sandbox.fault.Calls} keeps the count.
 */
@NullMarked
package io.credentialbroker.sandbox.fault;

import org.jspecify.annotations.NullMarked;
