/**
 * Who has asked for what within the last hour, for people who look: decisions of the gate come in, counts for
 * each profile go out. Nothing of it is kept anywhere else, and none of it is a secret.
 */
@NullMarked
package io.credentialbroker.server.callers;

import org.jspecify.annotations.NullMarked;
