package io.credentialbroker.core.session;

/**
 * How the broker stands towards one upstream at a moment.
 *
 * @param name as {@link SessionPlan#upstream()} names it
 * @param breaker whether it is believed dead
 * @param queued fetches that wait for their turn
 * @param lastSecond calls made in the last second
 * @param callsPerSecond the most that there may be in any second
 * @param retries quick retries that the budget still allows
 */
public record UpstreamStatus(String name, Breaker breaker, int queued, int lastSecond, int callsPerSecond,
    int retries) {

  /** What is believed of an upstream. */
  public enum Breaker {
    /** It answers. */
    CLOSED,
    /** It is believed dead, and a single call is finding out. */
    PROBING,
    /** It is believed dead; the next call waits. */
    OPEN
  }
}
