package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The command behind {@code bench/chaos}. */
final class Chaos {
  private static final String USAGE = """
      usage: bench/chaos FORM [--report FILE --commit C]
        short                 every fault, signal and surrounding once (three minutes)
        faults | stop | lone  single parts of it, at length
        clock                 a local clock that is minutes, hours and a day off
        outage [--minutes N]  STS dead under 5,000 requests a second (10)
        soak [--minutes N]    steady load with leak detection (60)
        kills [--count N]     kill -9 at random moments (1000); [--seed N]
        overload              more than it can serve, with a heap of 64 MiB
        netem                 a slow and lossy network; in a network namespace of its own
      """;

  private final List<String> arguments;
  private final List<Finding> findings = new ArrayList<>();

  private Chaos(List<String> arguments) {
    this.arguments = arguments;
  }

  public static void main(String[] arguments) throws Exception {
    var chaos = new Chaos(List.of(arguments));
    Path folder = Files.createTempDirectory("chaos");
    try {
      if (!chaos.run(folder)) {
        System.err.print(USAGE);
        System.exit(2);
      }
    } finally {
      remove(folder);
    }
    System.exit(chaos.report() ? 0 : 1);
  }

  private boolean run(Path folder) throws Exception {
    switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
      case "short" -> small(folder);
      case "faults" -> on(folder, "faults", 12, grounds -> List.of(Faults.run(grounds, 3_000)));
      case "stop" -> on(folder, "stop", 1, grounds -> List.of(Signals.terminate(grounds, 20)));
      case "clock" ->
        on(folder, "clock", 30, grounds -> List.of(Signals.wrongClock(grounds, Signals.WRONG_CLOCKS)));
      case "lone" -> on(folder, "lone", 1, grounds -> List.of(LongRuns.lone(grounds, Duration.ofMinutes(3))));
      case "outage" -> on(folder, "outage", 20,
          grounds -> LongRuns.outage(grounds, Duration.ofMinutes(number("--minutes", 10)), 5_000, 10));
      case "soak" -> on(folder, "soak", 10,
          grounds -> List.of(LongRuns.soak(grounds, Duration.ofMinutes(number("--minutes", 60)), 1_000)));
      case "kills" -> on(folder, "kills", 2, grounds -> List
          .of(Signals.kills(grounds, (int) number("--count", 1_000), number("--seed", 20_261_121))));
      case "overload" -> on(folder, "overload", 1,
          grounds -> List.of(Overload.newcomers(grounds, Duration.ofSeconds(5)),
              Overload.run(grounds, Duration.ofSeconds(4))));
      case "netem" -> on(folder, "netem", 4, grounds -> List.of(Surroundings.lossyNetwork(grounds)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void small(Path folder) throws Exception {
    on(folder, "faults", 12, grounds -> List.of(Faults.run(grounds, 1_000)));
    on(folder, "signals", 30, grounds -> List.of(Signals.singleFlight(grounds, "p1", 200, 50),
        Signals.stopAndContinue(grounds, 3, Duration.ofSeconds(2)), Signals.terminate(grounds, 3),
        Signals.wrongClock(grounds, Signals.WRONG_CLOCKS)));
    on(folder, "kills", 2, grounds -> List.of(Signals.kills(grounds, 10, number("--seed", 20_261_121))));
    on(folder, "pipe", 3, grounds -> List.of(Surroundings.blockedOutput(grounds)));
    if (Surroundings.canMount(folder)) {
      add(List.of(Surroundings.fullDisk(folder)));
    } else {
      System.out.println("skipped: full disk (this user may not mount a small file system)");
    }
  }

  private interface Form {
    List<Finding> on(Grounds grounds) throws Exception;
  }

  private void on(Path folder, String name, int profiles, Form form) throws Exception {
    try (var grounds = new Grounds(Files.createDirectory(folder.resolve(name)), profiles)) {
      add(form.on(grounds));
    }
  }

  private void add(List<Finding> more) {
    more.forEach(System.out::println);
    findings.addAll(more);
  }

  private boolean report() throws IOException {
    int file = arguments.indexOf("--report");
    if (file >= 0) {
      var report = new Report(Path.of(arguments.get(file + 1)),
          arguments.get(arguments.indexOf("--commit") + 1));
      for (Finding finding : findings) {
        report.put(finding);
      }
    }
    return findings.stream().allMatch(Finding::reached);
  }

  private long number(String option, long usual) {
    int at = arguments.indexOf(option);
    return at < 0 ? usual : Long.parseLong(arguments.get(at + 1));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
