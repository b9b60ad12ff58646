package io.credentialbroker.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a server's processor time goes under the load of one row, ours and nginx's.
 *
 * @param samples of all threads
 * @param requests that were answered meanwhile
 * @param seconds how long that took
 * @param waited how long its busiest thread was ready to run and had no processor
 */
record LoadProfile(List<Sample> samples, long requests, int seconds, Duration waited) {

  private static final int SECONDS = 10;

  /** Each of the two is looked at while the other one is idle, after a load that warms it. */
  static String measure(LoadRow row, Stage stage, Path folder, ProfilePage page) throws Exception {
    ProfiledDaemon profiled = ProfiledDaemon.of(stage.distribution(), folder);
    String path = stage.path();
    LoadProfile ours;
    Path map;
    Watched watched;
    try (Daemon daemon = Daemon.start(profiled::line, folder, stage.environment())) {
      map = ProfiledDaemon.map(daemon.program().pid());
      daemon.awaitSession(Stage.profile(0));
      row.load(daemon, path, daemon.token(), SECONDS);
      watched = watch(row, daemon, daemon.program().pid(), path, daemon.token(), folder);
    }
    try {
      ours = watched.profile();
    } finally {
      Files.deleteIfExists(map);
    }
    row.load(stage.nginx(), path, stage.daemon().token(), 1);
    LoadProfile nginx = watch(row, stage.nginx(), stage.nginx().program().worker(), path,
        stage.daemon().token(),
        folder).profile();
    page.picture(row.id(), new FlameGraph(ours.samples, Part::of).svg(row.id() + ": " + ours.samples.size()
        + " samples of the daemon's threads; orange is the kernel"));
    return table(ours, nginx);
  }

  private static Watched watch(LoadRow row, Server server, long pid, String path, String token, Path folder)
      throws Exception {
    Duration before = server.program().waited();
    Perf perf = Perf.watch(pid, folder);
    long requests;
    try (perf) {
      requests = row.load(server, path, token, SECONDS);
    }
    return new Watched(perf, requests, server.program().waited().minus(before));
  }

  /** A profile whose names can be read once the process has ended. */
  private record Watched(Perf perf, long requests, Duration waited) {
    LoadProfile profile() throws Exception {
      return new LoadProfile(perf.samples(), requests, SECONDS, waited);
    }
  }

  private static String table(LoadProfile ours, LoadProfile nginx) {
    Map<Part, Double> our = ours.microsARequest(Part::of);
    Map<Part, Double> their = nginx.microsARequest(Part::ofReference);
    var text = new StringBuilder("| µs of processor time a request | ours | nginx |\n|---|---|---|\n");
    for (Part part : Part.values()) {
      if (our.containsKey(part) || their.containsKey(part)) {
        text.append(String.format(Locale.ROOT, "| %s | %s | %s |%n", part.words(), cell(our.get(part)),
            cell(their.get(part))));
      }
    }
    text.append(String.format(Locale.ROOT, "| together | %.2f | %.2f |%n", sum(our), sum(their)));
    text.append(String.format(Locale.ROOT,
        "| ms of each second in which its busiest thread was ready and had no processor | %.0f | %.0f |%n",
        ours.waited.toNanos() / 1e6 / ours.seconds, nginx.waited.toNanos() / 1e6 / nginx.seconds));
    return text.append(String.format(Locale.ROOT, "| answers a second meanwhile | %,d | %,d |%n",
        ours.requests / ours.seconds, nginx.requests / nginx.seconds)).toString();
  }

  private Map<Part, Double> microsARequest(Function<Sample, Part> parts) {
    var sums = new EnumMap<Part, Double>(Part.class);
    samples.forEach(sample -> sums.merge(parts.apply(sample), 1e6 / Perf.PER_SECOND / requests, Double::sum));
    return sums;
  }

  private static double sum(Map<Part, Double> parts) {
    return parts.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String cell(@org.jspecify.annotations.Nullable Double micros) {
    return micros == null ? "–" : String.format(Locale.ROOT, "%.2f", micros);
  }
}
