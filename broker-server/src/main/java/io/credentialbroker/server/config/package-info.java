/**
 * The config file of the daemon: the text of {@code broker.toml} comes in, a checked
 * {@link io.credentialbroker.server.config.BrokerConfig} goes out, or every problem at once with its line and
 * remedy.
 */
@NullMarked
package io.credentialbroker.server.config;

import org.jspecify.annotations.NullMarked;
