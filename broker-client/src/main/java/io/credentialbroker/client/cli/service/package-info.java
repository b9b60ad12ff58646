/** {@code broker service}: the daemon as a service of the user's systemd. */
@NullMarked
package io.credentialbroker.client.cli.service;

import org.jspecify.annotations.NullMarked;
