package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * More than the daemon can serve, with a heap of 64 MiB. Rounds of each size come in turn, and each is held against the
 * small one just before it: a machine that does other things as well does so for all of them.
 */
final class Overload {
  private static final int ROUNDS = 9;
  private static final int PEAK = 64;
  private static final int MANY = 256;
  private static final int TOO_MANY = 4_000;
  /** The part of the peak that is promised. */
  private static final double PROMISED = 0.9;

  /** As many as one user may have, so that nobody is turned away. */
  private static final int ALLOWED = 900;
  /** SDKs give up after a second. */
  private static final long PATIENCE_NS = 1_000_000_000L;

  private Overload() {}

  /** Many programs that come together to a daemon that has just started, each asking without end. */
  static Finding newcomers(Grounds grounds, Duration length) throws Exception {
    Child daemon = grounds.daemon();
    try {
      grounds.awaitSession("p0");
      var came = Crowd.of(grounds.tcp(), Grounds.get("p0"), ALLOWED, length.toNanos());
      return new Finding("newcomers beside busy connections", "bench/chaos overload",
          "%d programs at once, each asking again as soon as it is answered: the last has its first answer after %.2f s; %,d answers in %d s, %d turned away"
              .formatted(ALLOWED, came.slowestFirstNs() / 1e9, came.answers(), length.toSeconds(),
                  came.turnedAway()),
          came.slowestFirstNs() < PATIENCE_NS && came.turnedAway() == 0 && came.others() == 0);
    } finally {
      daemon.terminate();
    }
  }

  static Finding run(Grounds grounds, Duration each) throws Exception {
    Child daemon = grounds.daemon(LongRuns.launcher(grounds.folder, "-Xmx64m"));
    try {
      grounds.awaitSession("p0");
      long pid = daemon.pid();
      for (int callers : new int[]{ PEAK, MANY, TOO_MANY}) {
        Round.of(grounds, pid, callers, each); // warm up
      }
      var peak = new ArrayList<Round>();
      var many = new ArrayList<Round>();
      var tooMany = new ArrayList<Round>();
      for (int i = 0; i < ROUNDS; i++) {
        peak.add(Round.of(grounds, pid, PEAK, each));
        many.add(Round.of(grounds, pid, MANY, each));
        tooMany.add(Round.of(grounds, pid, TOO_MANY, each));
      }
      double share = share(many, peak);
      double ofStorm = share(tooMany, peak);
      return new Finding("overload", "bench/chaos overload",
          "%d connections %,.0f a second; %d: %.0f %% of that; %,d at 1,024 allowed: %.0f %%, %,.0f turned away a second; the daemon's processor time for each answer: %.1f, %.1f, %.1f µs; medians of %d rounds in turn; RSS %.0f MiB, alive: %s"
              .formatted(PEAK, median(peak, Round::perSecond), MANY, 100 * share, TOO_MANY, 100 * ofStorm,
                  median(tooMany, Round::turnedAway), median(peak, Round::microsEach),
                  median(many, Round::microsEach), median(tooMany, Round::microsEach), ROUNDS,
                  Vitals.of(pid).rssKiB() / 1024.0, daemon.isAlive()),
          share >= PROMISED && ofStorm >= PROMISED && daemon.isAlive());
    } finally {
      daemon.terminate();
    }
  }

  /** The median of what each round had of the one beside it. */
  private static double share(List<Round> some, List<Round> of) {
    var shares = new ArrayList<Double>();
    for (int i = 0; i < some.size(); i++) {
      shares.add(some.get(i).perSecond() / of.get(i).perSecond());
    }
    return shares.stream().sorted().toList().get(shares.size() / 2);
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
  }

  /**
   * What came of asking as fast as answers come.
   *
   * @param perSecond answers with the session
   * @param turnedAway connections a second that were refused, or ended before an answer
   * @param microsEach the daemon's processor time for each answer, those that it turned away included
   */
  private record Round(double perSecond, double turnedAway, double microsEach) {
    static Round of(Grounds grounds, long pid, int callers, Duration length) throws IOException {
      double seconds = length.toMillis() / 1e3;
      long begin = Vitals.processorMillis(pid);
      Crowd.Outcome came = Crowd.of(grounds.tcp(), Grounds.get("p0"), callers, length.toNanos());
      long took = Vitals.processorMillis(pid) - begin;
      if (came.others() > 0) {
        throw new IOException(came.others() + " answers were not the session");
      }
      return new Round(came.answers() / seconds, came.turnedAway() / seconds,
          1e3 * took / Math.max(1, came.answers()));
    }
  }
}
