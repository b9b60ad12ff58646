package io.credentialbroker.bench;

/**
 * How much is measured.
 *
 * @param rounds of each pair; nine or more for a figure that is published
 * @param seconds of load in each round
 * @param idleSeconds over which an idle daemon is watched
 * @param requests after which memory is looked at again
 */
record Effort(int rounds, int seconds, int idleSeconds, long requests) {

  static final Effort FULL = new Effort(9, 3, 600, 10_000_000);
  static final Effort QUICK = new Effort(5, 1, 20, 200_000);

  Effort {
    if (rounds < 1 || seconds < 1 || idleSeconds < 1 || requests < 1) {
      throw new IllegalArgumentException("an effort is at least 1 of each");
    }
  }

  Effort withRounds(int count) {
    return new Effort(count, seconds, idleSeconds, requests);
  }
}
