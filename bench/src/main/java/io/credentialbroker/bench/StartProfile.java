package io.credentialbroker.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the time of a start goes, from exec to the first answer: processor time by samples, and the JVM's own account. */
final class StartProfile {
  private static final int STARTS = 9;
  private static final Pattern MADE = Pattern.compile("\\[([0-9.]+)s\\] Create VM");

  private StartProfile() {}

  static String measure(Stage stage, Path folder, ProfilePage page) throws Exception {
    ProfiledDaemon profiled = ProfiledDaemon.of(stage.distribution(), folder);
    int port = FreePort.find();
    Path settings = Daemon.settings(folder, port);
    List<Sample> samples = samples(stage, folder, port, profiled.line(settings));
    page.picture("start",
        new FlameGraph(samples, StartArea::of).svg("start: " + samples.size() + " samples of "
            + STARTS + " starts, from exec to the first 200; orange is the kernel"));
    return areas(samples) + "\n" + phases(stage, folder, port, profiled, settings) + "\n"
        + classes(stage, folder, port, profiled, settings);
  }

  private static List<Sample> samples(Stage stage, Path folder, int port, List<String> line)
      throws Exception {
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < STARTS; i++) {
      Path data = folder.resolve("start-" + i + ".perf");
      var watched = new ArrayList<>(Perf.command(data));
      watched.add("--");
      watched.addAll(line);
      StartRow.Times times = StartRow.start(stage, folder, port, watched);
      Path map = ProfiledDaemon.map(times.pid());
      try {
        samples.addAll(Perf.samples(data));
      } finally {
        Files.deleteIfExists(map);
      }
    }
    return samples.stream().filter(sample -> !sample.thread().startsWith("perf")).toList();
  }

  private static String areas(List<Sample> samples) {
    var sums = new EnumMap<StartArea, Integer>(StartArea.class);
    samples.forEach(sample -> sums.merge(StartArea.of(sample), 1, Integer::sum));
    var text = new StringBuilder("| processor time of a start | ms | share |\n|---|---|---|\n");
    for (Map.Entry<StartArea, Integer> sum : sums.entrySet()) {
      text.append(String.format(Locale.ROOT, "| %s | %.0f | %.0f %% |%n", sum.getKey().words(),
          sum.getValue() * 1000.0 / Perf.PER_SECOND / STARTS, 100.0 * sum.getValue() / samples.size()));
    }
    return text.append(String.format(Locale.ROOT, "| together | %.0f | |%n",
        samples.size() * 1000.0 / Perf.PER_SECOND / STARTS)).toString();
  }

  /** Starts without perf, which costs time of its own. */
  private static String phases(Stage stage, Path folder, int port, ProfiledDaemon profiled, Path settings)
      throws Exception {
    Path log = folder.resolve("phases.log");
    List<String> line = profiled.line(settings, List.of("-Xlog:startuptime=info:file=" + log + ":uptime"));
    var machine = new ArrayList<Double>();
    var listening = new ArrayList<Double>();
    var first = new ArrayList<Double>();
    for (int i = 0; i < STARTS; i++) {
      StartRow.Times times = StartRow.start(stage, folder, port, line);
      Matcher made = MADE.matcher(Files.readString(log));
      if (!made.find()) {
        throw new BenchException("the JVM does not tell when it is made", log.toString());
      }
      machine.add(Double.parseDouble(made.group(1)) * 1000);
      listening.add(times.listening());
      first.add(times.first());
    }
    return String.format(Locale.ROOT,
        "| from exec until | ms |%n|---|---|%n| the JVM is made, its cache's classes with it"
            + " | %.0f |%n| the port accepts | %.0f |%n| the first 200 | %.0f |%n",
        Paired.median(machine),
        Paired.median(listening), Paired.median(first));
  }

  private static String classes(Stage stage, Path folder, int port, ProfiledDaemon profiled, Path settings)
      throws Exception {
    Path log = folder.resolve("classes.log");
    StartRow.start(stage, folder, port,
        profiled.line(settings, List.of("-Xlog:class+load=info:file=" + log + ":uptime")));
    List<String> lines = Files.readAllLines(log).stream().filter(line -> line.contains(" source: ")).toList();
    long cached = lines.stream().filter(line -> line.contains("source: shared objects file")).count();
    long read = lines.stream().filter(line -> line.matches(".* source: (jrt|file):.*")).count();
    return String.format(Locale.ROOT,
        "Classes: %,d from the cache, %,d from the runtime's or our jars, %,d made at run"
            + " time (`-Xlog:class+load`).%n",
        cached, read, lines.size() - cached - read);
  }
}
