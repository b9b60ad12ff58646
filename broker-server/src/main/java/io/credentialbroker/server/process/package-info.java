/**
 * The process that holds the credentials: who it runs as comes out, it is closed to others of its own user, and its heap
 * is kept small. {@link io.credentialbroker.server.process.OwnProcess} is the door.
 */
@NullMarked
package io.credentialbroker.server.process;

import org.jspecify.annotations.NullMarked;
