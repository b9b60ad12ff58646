package io.credentialbroker.core.session;

import java.util.random.RandomGenerator;

/** How long to wait after failures, in milliseconds, with jitter. Not thread-safe. */
final class BackOff {
  /** What a caller of a failed source of no upstream, or of a failed base, waits: asking costs nothing. */
  static final long LOCAL_MS = 1_000;

  private static final long QUICK_MS = 100;
  private static final long SLOWER_MS = 2_000;
  private static final int SLOW_FROM = 5;
  private static final long TERMINAL_MS = 60_000;
  private static final int TERMINAL_DOUBLINGS = 4;

  private final SessionSettings settings;
  private final RandomGenerator random;

  BackOff(SessionSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /** Between the attempts of one fetch, while callers wait: full jitter over 100 ms, 200 ms, … */
  long quick(int attempt) {
    return between(0, QUICK_MS << (attempt - 1));
  }

  /** After a whole fetch has failed though its upstream is alive: full jitter over 2 s, 4 s, …, then 30–60 s. */
  long recoverable(int failures) {
    return failures >= SLOW_FROM
        ? between(30_000, 60_000)
        : between(LOCAL_MS, LOCAL_MS + (SLOWER_MS << (failures - 1)));
  }

  /** The same while the upstream is believed dead. */
  long outage() {
    long spacing = settings.outageSpacing().toMillis();
    return between(spacing, spacing + spacing / 4);
  }

  /** Between two probes of an upstream that is believed dead. */
  long probe() {
    long spacing = settings.probeSpacing().toMillis();
    return between(spacing * 3 / 4, spacing);
  }

  /** Just after a resume, when the network takes a few seconds to come back. */
  long eager() {
    return between(750, 1_500);
  }

  /** How long callers are told of a terminal failure from memory. */
  long refusal() {
    return between(5_000, 30_000);
  }

  /** When a terminal failure is tried again with nobody asking: up to 1 min, 2 min, …, 16 min. */
  long terminal(int failures) {
    long cap = TERMINAL_MS << Math.min(failures - 1, TERMINAL_DOUBLINGS);
    return between(cap / 2, cap);
  }

  private long between(long low, long high) {
    return high <= low ? low : random.nextLong(low, high);
  }
}
