/**
 * What people's commands ask of the daemon ({@code docs/control-api.md}): a request on {@code control.sock}
 * comes in, a JSON answer goes out. Credentials never do; they are served by another socket and another room.
 */
@NullMarked
package io.credentialbroker.server.control;

import org.jspecify.annotations.NullMarked;
