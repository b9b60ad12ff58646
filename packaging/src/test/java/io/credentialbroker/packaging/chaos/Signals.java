package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What is done to the process and to its clock. */
final class Signals {
  /** How far AWS's clock is from ours; AWS refuses what is signed more than five minutes off. */
  static final List<Duration> WRONG_CLOCKS = List.of(Duration.ofMinutes(4), Duration.ofHours(1),
      Duration.ofHours(-1), Duration.ofDays(1), Duration.ofDays(-1));

  private Signals() {}

  /** One AssumeRole for all who ask for a cold profile at once; whoever waited too long is served when it is there. */
  static Finding singleFlight(Grounds grounds, String profile, int connections, int each) throws Exception {
    Child daemon = grounds.daemon();
    long before = grounds.aws.calls("sts:AssumeRole");
    grounds.aws.fault("sts:AssumeRole", "latency", ",\"millis\":300");
    long served = 0;
    long late = 0;
    long again = 0;
    var lines = new ArrayList<Line>();
    try {
      for (int i = 0; i < connections; i++) {
        lines.add(Line.to(grounds.tcp()));
      }
      byte[] one = Grounds.get(profile);
      byte[] all = new byte[one.length * each];
      for (int i = 0; i < each; i++) {
        System.arraycopy(one, 0, all, i * one.length, one.length);
      }
      for (Line line : lines) {
        line.send(all);
      }
      for (Line line : lines) {
        for (int i = 0; i < each; i++) {
          int status = line.receive().status();
          served += status == 200 ? 1 : 0;
          late += status == 503 ? 1 : 0; // nobody waits longer than 800 ms, whatever the machine is doing
        }
      }
      grounds.awaitSession(profile);
      for (Line line : lines) {
        again += line.ask(one).status() == 200 ? 1 : 0;
      }
    } finally {
      lines.forEach(Line::close);
      grounds.aws.mend();
      daemon.terminate();
    }
    long calls = grounds.aws.calls("sts:AssumeRole") - before;
    return new Finding("single flight", "bench/chaos short",
        "%d concurrent cold requests: %d AssumeRole, %d answers 200, %d answers 503 after the longest wait; then %d of %d 200"
            .formatted(connections * each, calls, served, late, again, connections),
        calls == 1 && served > 0 && served + late == (long) connections * each && again == connections);
  }

  /** The process stands still for a while, as a machine that sleeps does. */
  static Finding stopAndContinue(Grounds grounds, int times, Duration pause) throws Exception {
    var tally = new Tally(grounds.aws::now);
    Child daemon = grounds.daemon();
    grounds.awaitSession("p0");
    try (var _ = Load.rate(grounds.tcp(), List.of("p0"), 4, 1_000, tally)) {
      for (int i = 0; i < times; i++) {
        TimeUnit.MILLISECONDS.sleep(500);
        daemon.signal("STOP");
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        daemon.signal("CONT");
      }
      TimeUnit.MILLISECONDS.sleep(500);
    } finally {
      daemon.terminate();
    }
    return new Finding("SIGSTOP and SIGCONT", "bench/chaos short",
        "%d stops of %d s under 1 kHz: %s".formatted(times, pause.toSeconds(), tally),
        tally.otherThan(200) == 0 && tally.broken.sum() == 0 && tally.expired.sum() == 0);
  }

  /**
   * AWS's clock leaves ours, both ways: a wrong local clock, as seen from here. One call may be refused for its
   * date and teach the time; the next is the session's.
   */
  static Finding wrongClock(Grounds grounds, List<Duration> offsets) throws Exception {
    var problems = new ArrayList<String>();
    long calls = 0;
    for (int i = 0; i < offsets.size(); i++) {
      grounds.aws.setClockOff(offsets.get(i));
      grounds.startCold(); // else sessions of the last clock are renewed as well, and the calls are not this one's
      Child daemon = grounds.daemon();
      try {
        long before = grounds.aws.calls("sts:AssumeRole");
        String profile = "p" + (20 + i);
        grounds.awaitSession(profile);
        Instant expiration = grounds.ask(profile).expiration();
        calls = Math.max(calls, grounds.aws.calls("sts:AssumeRole") - before);
        if (expiration == null || !expiration.isAfter(grounds.aws.now())) {
          problems.add("at " + offsets.get(i) + " the session ran out at " + expiration);
        }
        if (!Objects.equals(grounds.ask(profile).expiration(), expiration)) {
          problems.add("at " + offsets.get(i) + " the session was not kept");
        }
      } finally {
        daemon.terminate();
      }
    }
    grounds.aws.setClockOff(Duration.ZERO);
    return new Finding("wrong local clock", "bench/chaos clock",
        "AWS's clock off by %s: sessions valid by AWS's clock are served, at most %d calls for each%s"
            .formatted(offsets, calls, problems.isEmpty() ? "" : "; " + problems),
        problems.isEmpty() && calls <= 2);
  }

  /** SIGTERM under load that never pauses. */
  static Finding terminate(Grounds grounds, int times) throws Exception {
    var kept = new Tally(grounds.aws::now);
    var anew = new Tally(grounds.aws::now);
    long slowest = 0;
    int exits = 0;
    for (int i = 0; i < times; i++) {
      Child daemon = grounds.daemon();
      grounds.awaitSession("p0");
      try (var _ = Load.closed(grounds.tcp(), List.of("p0"), 16, false, kept);
          var _ = Load.closed(grounds.tcp(), List.of("p0"), 4, true, anew)) {
        TimeUnit.MILLISECONDS.sleep(500);
        long begin = System.nanoTime();
        exits += daemon.terminate() == 0 ? 1 : 0;
        slowest = Math.max(slowest, (System.nanoTime() - begin) / 1_000_000);
      }
    }
    boolean right = kept.otherThan(200) == 0 && anew.otherThan(200) == 0;
    return new Finding("stop", "bench/chaos stop",
        "%d × SIGTERM: requests broken off on 16 busy connections %d of %,d, on connections made for one request %d of %,d; "
            .formatted(times, kept.broken.sum(), kept.all(), anew.broken.sum(), anew.all())
            + "slowest exit %.1f s, %d with status 0, answers only 200: %s".formatted(slowest / 1e3, exits,
                right),
        kept.broken.sum() == 0 && anew.broken.sum() == 0 && slowest <= 5_000 && exits == times && right);
  }

  /** {@code kill -9} at random moments of a daemon's life; the next one has to serve, warm or cold. */
  static Finding kills(Grounds grounds, int count, long seed) throws Exception {
    var random = new SplittableRandom(seed);
    var tally = new Tally(grounds.aws::now);
    var canaries = new ArrayList<String>();
    long slowest = 0;
    int warm = 0;
    grounds.settings("[sessions]\nkeep_warm = [\"p1\"]\n");
    try (var _ = Load.rate(grounds.tcp(), List.of("p0"), 2, 200, tally)) {
      for (int i = 0; i < count; i++) {
        long calls = grounds.aws.calls("sts:AssumeRole");
        long begin = System.nanoTime();
        Child daemon = Child.start(grounds.environment(), grounds.folder.resolve("brokerd.log"),
            List.of(Child.HOME.resolve("bin/brokerd").toString()));
        if (random.nextInt(4) == 0) {
          TimeUnit.MILLISECONDS.sleep(random.nextInt(600)); // somewhere in the start
        } else {
          grounds.awaitServing(daemon);
          grounds.awaitSession("p0");
          slowest = Math.max(slowest, (System.nanoTime() - begin) / 1_000_000);
          warm += grounds.aws.calls("sts:AssumeRole") == calls ? 1 : 0;
          canaries.add(secretOf(grounds.ask("p0")));
          TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
        }
        daemon.kill();
      }
    }
    Child last = grounds.daemon();
    grounds.awaitSession("p0");
    last.terminate();
    var leaks = grounds.filesWith(canaries.stream().distinct().toList());
    return new Finding("crash", "bench/chaos kills --count " + count,
        "%d × kill -9 (seed %d): every start served, slowest %.1f s from exec to a session; %d starts without a call; "
            .formatted(count, seed, slowest / 1e3, warm)
            + "%d files with a secret; %d wrong answers, %d expired, %d changed expirations".formatted(
                leaks.size(),
                tally.otherThan(200, 503), tally.expired.sum(), tally.changedExpirations.sum()),
        leaks.isEmpty() && tally.otherThan(200, 503) == 0 && tally.expired.sum() == 0
            && tally.changedExpirations.sum() == 0);
  }

  private static String secretOf(Reply reply) throws IOException {
    var found = java.util.regex.Pattern.compile("\"SecretAccessKey\"\\s*:\\s*\"([^\"]+)\"")
        .matcher(reply.body());
    if (!found.find()) {
      throw new IOException("no secret in an answer of status " + reply.status());
    }
    return found.group(1);
  }
}
