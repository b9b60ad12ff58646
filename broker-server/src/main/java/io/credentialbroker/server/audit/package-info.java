/**
 * Who got which credentials, and who did not: every decision of the gate comes in, one JSON line for each goes
 * into a file that only its owner can read. {@link io.credentialbroker.server.audit.AuditLog} is the door.
 *
 * <p>A request never waits for the file: decisions pass through a bounded queue to one thread that writes.
 */
@NullMarked
package io.credentialbroker.server.audit;

import org.jspecify.annotations.NullMarked;
