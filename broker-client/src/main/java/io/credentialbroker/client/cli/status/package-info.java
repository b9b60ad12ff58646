/** {@code broker status}: how every profile stands, once, watched, or as an answer for probes. */
@NullMarked
package io.credentialbroker.client.cli.status;

import org.jspecify.annotations.NullMarked;
