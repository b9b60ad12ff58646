package io.credentialbroker.core.session;

import java.time.Duration;

/**
 * The figures of the session room that somebody may have a reason to change.
 *
 * @param maximumSessions how many sessions are held at most, 1 or more; beyond that the least used are dropped
 *     (default 100,000)
 * @param idleAfter a session that nobody has asked for in this time is dropped, unless it is kept warm
 *     (default 12 hours)
 * @param attemptTimeout after this time a fetch counts as failed; its late answer is still used if it is newer
 *     than what is held (default 10 seconds)
 * @param probeTimeout the same while the upstream is believed dead: short, so that its return is seen soon
 *     (default 4 seconds)
 * @param callsPerSecond how many calls one upstream gets in any second, 1 or more (default 10)
 * @param retryBudget how many quick retries one upstream gets while none of its calls succeed; ten successes
 *     earn one (default 20)
 * @param breakerThreshold after how many failures in a row an upstream is believed dead (default 5)
 * @param outageSpacing while an upstream is believed dead: the least time between two calls for the same
 *     session; up to a quarter is added at random (default 40 seconds: at most 20 calls for a session in ten
 *     minutes, the first quick ones included)
 * @param probeSpacing while an upstream is believed dead: the most time between two calls to it while sessions
 *     are waiting for their turn (default 4 seconds)
 * @param presumedLifetime how long credentials without an expiration are used before the source is asked
 *     again (default 15 minutes, the shortest life STS gives)
 * @param clockTolerance how far wall clock and ticker may drift apart between two comparisons, and how far the
 *     wall clock may be from AWS's, before either counts (default 2 seconds)
 * @param clockCheck how often wall clock and ticker are compared when nobody asks (default 30 seconds)
 */
public record SessionSettings(int maximumSessions, Duration idleAfter, Duration attemptTimeout,
    Duration probeTimeout, int callsPerSecond, int retryBudget, int breakerThreshold, Duration outageSpacing,
    Duration probeSpacing, Duration presumedLifetime, Duration clockTolerance, Duration clockCheck) {

  /** What holds when nobody says otherwise. */
  public static final SessionSettings DEFAULTS = new SessionSettings(100_000, Duration.ofHours(12),
      Duration.ofSeconds(10), Duration.ofSeconds(4), 10, 20, 5, Duration.ofSeconds(40), Duration.ofSeconds(4),
      Duration.ofMinutes(15), Duration.ofSeconds(2), Duration.ofSeconds(30));

  public SessionSettings {
    atLeastOne("maximumSessions", maximumSessions);
    atLeastOne("callsPerSecond", callsPerSecond);
    atLeastOne("breakerThreshold", breakerThreshold);
    if (retryBudget < 0) {
      throw new IllegalArgumentException("retryBudget is " + retryBudget + "; it cannot be negative");
    }
    positive("idleAfter", idleAfter);
    positive("attemptTimeout", attemptTimeout);
    positive("probeTimeout", probeTimeout);
    positive("outageSpacing", outageSpacing);
    positive("probeSpacing", probeSpacing);
    positive("presumedLifetime", presumedLifetime);
    positive("clockTolerance", clockTolerance);
    positive("clockCheck", clockCheck);
  }

  public SessionSettings withMaximumSessions(int sessions) {
    return new SessionSettings(sessions, idleAfter, attemptTimeout, probeTimeout, callsPerSecond, retryBudget,
        breakerThreshold, outageSpacing, probeSpacing, presumedLifetime, clockTolerance, clockCheck);
  }

  public SessionSettings withIdleAfter(Duration idle) {
    return new SessionSettings(maximumSessions, idle, attemptTimeout, probeTimeout, callsPerSecond,
        retryBudget,
        breakerThreshold, outageSpacing, probeSpacing, presumedLifetime, clockTolerance, clockCheck);
  }

  public SessionSettings withCallsPerSecond(int calls) {
    return new SessionSettings(maximumSessions, idleAfter, attemptTimeout, probeTimeout, calls, retryBudget,
        breakerThreshold, outageSpacing, probeSpacing, presumedLifetime, clockTolerance, clockCheck);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; it has to be 1 or more");
    }
  }

  private static void positive(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(name + " is " + value + "; it has to be a millisecond or more");
    }
  }
}
