package io.credentialbroker.server;

import io.credentialbroker.core.caller.Pace;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often a client may ask, by the figures of {@code broker.toml}.
 *
 * @param usual requests a second of who has no figure of its own; null for any number
 * @param ticker nanoseconds from any origin
 */
record Paces(@Nullable Integer usual, LongSupplier ticker) {
  /** A pace of its own for one client. */
  Pace of(@Nullable Integer own) {
    Integer figure = own == null ? usual : own;
    return figure == null ? Pace.UNLIMITED : Pace.perSecond(figure, ticker);
  }
}
