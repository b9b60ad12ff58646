/**
 * The daemon: options come in, a running broker goes out. {@code transport}, {@code pipeline}, {@code ecs} and
 * {@code control} are how it is reached; {@code config} and {@code log} are how it is told and what it tells, {@code metrics} and
 * {@code ops} what it counts and what monitors ask.
 */
@NullMarked
package io.credentialbroker.server;

import org.jspecify.annotations.NullMarked;
