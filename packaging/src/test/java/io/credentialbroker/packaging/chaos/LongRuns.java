package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The forms that take minutes and hours. */
final class LongRuns {
  /** The part of a promised load that has to have been there for the promise to be shown. */
  private static final double MOSTLY = 0.9;
  /** Requests a second of programs that come and go, for a profile that there is not. */
  private static final int VISITS = 200;
  private static final int LOOK_SECONDS = 5;
  /** By how much a warm-up is quicker than what follows. */
  private static final int HASTE = 10;

  private LongRuns() {}

  /** STS answers 503 to everything, under load on sessions that are held and on others that are not. */
  static List<Finding> outage(Grounds grounds, Duration length, int perSecond, int each) throws Exception {
    var held = IntStream.range(0, each).mapToObj(i -> "p" + i).toList();
    var cold = IntStream.range(each, 2 * each).mapToObj(i -> "p" + i).toList();
    var ofHeld = new Tally(grounds.aws::now);
    var ofCold = new Tally(grounds.aws::now);
    String command = "bench/chaos outage --minutes " + length.toMinutes();
    Child daemon = grounds.daemon();
    try {
      for (String profile : held) {
        grounds.awaitSession(profile);
      }
      long before = grounds.aws.calls("sts:AssumeRole");
      long signs = grounds.aws.calls("sts:GetCallerIdentity");
      grounds.aws.fault("sts:*", "unavailable", "");
      for (String profile : held) {
        grounds.refresh(profile).close(); // else nothing of what is held would be due for half an hour
      }
      try (var _ = Load.rate(grounds.tcp(), held, 16, perSecond / 2, ofHeld);
          var _ = Load.rate(grounds.tcp(), cold, 16, perSecond - perSecond / 2, ofCold)) {
        TimeUnit.SECONDS.sleep(length.toSeconds());
        long calls = grounds.aws.calls("sts:AssumeRole") - before;
        signs = grounds.aws.calls("sts:GetCallerIdentity") - signs;
        grounds.aws.mend();
        long back = 0;
        for (String profile : cold) {
          back += grounds.awaitSession(profile);
        }
        long asked = ofHeld.all() + ofCold.all();
        long rate = asked / Math.max(1, length.toSeconds());
        double perSession = calls / (2.0 * each) / Math.max(1, length.toSeconds() / 30.0);
        return List.of(
            new Finding("STS outage, 1 h sessions", command,
                "%d minutes; %d sessions held: %s".formatted(length.toMinutes(), each, ofHeld),
                ofHeld.otherThan(200) == 0 && ofHeld.broken.sum() == 0 && ofHeld.expired.sum() == 0),
            new Finding("STS outage, recovery", command,
                "all of %d cold sessions served %.1f s after STS was back, while asked for".formatted(each,
                    back / 1e3),
                back <= 5_000 && ofCold.otherThan(200, 503) == 0),
            new Finding("retry storm", command,
                "%,d requests (%,d a second of %,d wanted) on %d sessions: %d calls, %.2f for each session and 30 s; %d unsigned signs of life"
                    .formatted(asked, rate, perSecond, 2 * each, calls, perSession, signs),
                perSession <= 1 && rate >= MOSTLY * perSecond));
      }
    } finally {
      daemon.terminate();
    }
  }

  /** One session alone, whose outage is long over its end of patience. */
  static Finding lone(Grounds grounds, Duration outage) throws Exception {
    Child daemon = grounds.daemon();
    try {
      grounds.aws.fault("sts:*", "unavailable", "");
      var tally = new Tally(grounds.aws::now);
      try (var _ = Load.rate(grounds.tcp(), List.of("p0"), 1, 20, tally)) {
        TimeUnit.SECONDS.sleep(outage.toSeconds());
        grounds.aws.mend();
        long back = grounds.awaitSession("p0");
        return new Finding("recovery of a lone session", "bench/chaos lone",
            "%d s of outage, then served after %.1f s while asked for".formatted(outage.toSeconds(),
                back / 1e3),
            back <= 5_000);
      }
    } finally {
      daemon.terminate();
    }
  }

  /**
   * Steady load with refreshes, and programs that come and go; what the process holds must not grow once it is warm.
   * What makes the JVM compile is how often code has run, so a third of the time has {@link #HASTE} times the load.
   */
  static Finding soak(Grounds grounds, Duration length, int perSecond) throws Exception {
    var profiles = IntStream.range(0, 10).mapToObj(i -> "p" + i).toList();
    var whileWarming = new Tally(grounds.aws::now);
    var tally = new Tally(grounds.aws::now);
    Duration warmUp = length.dividedBy(3);
    Duration rest = length.minus(warmUp);
    Child daemon = grounds.daemon(launcher(grounds.folder, "-Dio.netty.leakDetection.level=paranoid"));
    List<Vitals> seen;
    try {
      for (String profile : profiles) {
        grounds.awaitSession(profile);
      }
      watched(grounds, daemon, profiles, warmUp, HASTE, perSecond, whileWarming);
      seen = watched(grounds, daemon, profiles, rest, 1, perSecond, tally);
    } finally {
      daemon.terminate();
    }
    long leaks = Pattern.compile("LEAK").matcher(daemon.printed()).results().count();
    double slope = Vitals.slopeMiBPerHour(seen, LOOK_SECONDS);
    int files = seen.stream().mapToInt(Vitals::files).max().orElse(0)
        - seen.stream().mapToInt(Vitals::files).min().orElse(0);
    int threads = seen.stream().mapToInt(Vitals::threads).max().orElse(0)
        - seen.stream().mapToInt(Vitals::threads).min().orElse(0);
    return new Finding("soak", "bench/chaos soak --minutes " + length.toMinutes(),
        ("%d minutes with up to %d times the load, %s; then %d minutes, %,d a second of %,d wanted, and %d on new connections: "
            + "RSS %.1f MiB at the end, slope %+.2f MiB/h; descriptors vary by %d, threads by %d; %d leak reports; %s")
            .formatted(warmUp.toMinutes(), HASTE, whileWarming, rest.toMinutes(),
                tally.all() / Math.max(1, rest.toSeconds()), perSecond, VISITS,
                seen.getLast().rssKiB() / 1024.0, slope, files, threads, leaks, tally),
        slope < 1 && leaks == 0 && allServed(whileWarming) && allServed(tally));
  }

  private static boolean allServed(Tally tally) {
    return tally.otherThan(200) == 0 && tally.broken.sum() == 0;
  }

  /** One stretch of the soak: what was seen of the process; {@code times} hurries load, looks and refreshes. */
  private static List<Vitals> watched(Grounds grounds, Child daemon, List<String> profiles, Duration length,
      int times, int perSecond, Tally tally) throws Exception {
    var seen = new ArrayList<Vitals>();
    try (var _ = Load.rate(grounds.tcp(), profiles, 16, times * perSecond, tally);
        var _ = Load.visits(grounds.tcp(), List.of("nobody"), 4, times * VISITS,
            new Tally(grounds.aws::now))) {
      long end = System.nanoTime() + length.toNanos();
      for (int i = 0; System.nanoTime() < end; i++) {
        TimeUnit.MILLISECONDS.sleep(1000L * LOOK_SECONDS / times);
        grounds.refresh(profiles.get(i % profiles.size())).close();
        seen.add(Vitals.of(daemon.pid()));
      }
    }
    return seen;
  }

  /** The daemon's own launcher with one more option of the runtime. */
  static List<String> launcher(Path folder, String option) throws IOException {
    String text = Files.readString(Child.HOME.resolve("bin/brokerd"))
        .replaceAll("(?m)^home=.*$", "home=" + Child.HOME)
        .replace("-Dbroker.home=", option + " -Dbroker.home=");
    Path changed = Files.writeString(folder.resolve("brokerd-changed"), text);
    Files.setPosixFilePermissions(changed, PosixFilePermissions.fromString("rwx------"));
    return List.of(changed.toString());
  }
}
