/**
 * The commands on what the daemon holds: {@code mfa}, {@code refresh}, {@code forget}, {@code lock}, {@code reload},
 * {@code console} and {@code audit}.
 */
@NullMarked
package io.credentialbroker.client.cli.session;

import org.jspecify.annotations.NullMarked;
