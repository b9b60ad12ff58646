package io.credentialbroker.server.pipeline;

import java.time.Duration;

/**
 * How much and how long a connection may take. Times are kept by a sweep every {@link #PERIOD}, so each is
 * exact to that and no finer.
 *
 * @param connections how many may be open at once over all listeners
 * @param perUser how many of them the programs of one user may have
 * @param request from the first byte of a request to its last: one deadline, which no trickle of bytes extends
 * @param answer from the last byte of a request until the client has taken the answer; the broker itself needs
 *     0.8 s at most
 * @param idle between requests, and before the first
 * @param linger how long a refused client's leftover bytes are read and dropped, so that closing does not reset
 *     the connection under the answer
 */
public record Limits(int connections, int perUser, Duration request, Duration answer, Duration idle,
    Duration linger) {

  private static final int LEFT_FOR_OTHERS = 8;

  /** The pace of the sweep. */
  public static final Duration PERIOD = Duration.ofMillis(250);

  public static final Limits DEFAULTS = new Limits(1024, 1000, Duration.ofSeconds(5), Duration.ofSeconds(5),
      Duration.ofSeconds(60), Duration.ofSeconds(1));

  public Limits {
    if (connections < 1 || perUser < 1) {
      throw new IllegalArgumentException("one connection at least");
    }
  }

  /** Without a limit for each user. */
  public Limits(int connections, Duration request, Duration answer, Duration idle, Duration linger) {
    this(connections, connections, request, answer, idle, linger);
  }

  /** The same with no more than this many connections, all of them for anybody. */
  public Limits within(int most) {
    return new Limits(Math.min(connections, most), request, answer, idle, linger);
  }

  /** The same with this many connections, of which some are always left for other users. */
  public Limits within(int most, int ofOneUser) {
    return new Limits(most, Math.min(ofOneUser, Math.max(1, most - LEFT_FOR_OTHERS)), request, answer, idle,
        linger);
  }

  int ticks(Exchange.Phase phase) {
    Duration limit = switch (phase) {
      case IDLE -> idle;
      case RECEIVING -> request;
      case ANSWERING -> answer;
      case LINGERING -> linger;
      case CLOSED -> PERIOD;
    };
    return (int) Math.max(1, limit.dividedBy(PERIOD));
  }
}
