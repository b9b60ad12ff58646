/**
 * What the daemon counts: decisions of the gate and changes in the session room come in, the text of a Prometheus
 * scrape goes out. A label is a profile's, a client's or an upstream's name or a word of a closed set, never
 * anything that a request carries; of names there is a limited number, the rest is told as {@code other}.
 */
@NullMarked
package io.credentialbroker.server.metrics;

import org.jspecify.annotations.NullMarked;
