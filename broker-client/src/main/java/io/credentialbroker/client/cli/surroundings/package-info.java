/**
 * What is around a command: its streams, the terminal and how wide it is, signals, other programs, and exit codes.
 * Nothing in here knows a command or the daemon.
 */
@NullMarked
package io.credentialbroker.client.cli.surroundings;

import org.jspecify.annotations.NullMarked;
