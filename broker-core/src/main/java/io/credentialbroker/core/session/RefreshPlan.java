package io.credentialbroker.core.session;

/** When a session that is held is fetched again. All figures in milliseconds. */
final class RefreshPlan {
  /** Credentials that the source still gives out itself are not asked for again sooner than this. */
  static final long LEAST_WAIT_FOR_CHANGE_MS = 60_000;

  private static final long LEAST_DELAY_MS = 1_000;
  /** Ten per cent before half of the lifetime. */
  private static final double EARLIEST = 0.45;
  /** Eight per cent after it: the fetch itself has to be over when 45 per cent of the lifetime are left. */
  private static final double LATEST = 0.54;

  private RefreshPlan() {}

  /**
   * How long to wait with the refresh of a session.
   *
   * @param ageMs how long ago it was obtained; not negative
   * @param remainingMs what is left of it
   * @param fraction in [0, 1), the key's own: brokers that started together drift apart, and one session keeps
   *     its place among the others
   */
  static long refreshAfterMs(long ageMs, long remainingMs, double fraction) {
    double share = EARLIEST + (LATEST - EARLIEST) * fraction;
    return Math.max(LEAST_DELAY_MS, Math.round((ageMs + remainingMs) * share) - ageMs);
  }

  /** How long to wait when the source has answered with the credentials that are held already. */
  static long unchangedAfterMs(long remainingMs) {
    return Math.max(LEAST_WAIT_FOR_CHANGE_MS, remainingMs / 2);
  }
}
