package io.credentialbroker.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Resident memory, shared pages counted by their share, of a daemon of its own: idle, and after much load. */
record MemoryRow() implements Row {
  private static final int CONNECTIONS = 64;
  private static final double KIB_PER_MIB = 1024;
  private static final Goal IDLE = new Goal.AtMost(72);
  private static final Goal LOADED = new Goal.AtMost(96);
  /** The last quarter of the load may not add more than this. */
  private static final Goal FLAT = new Goal.AtMost(1.02);

  @Override
  public String id() {
    return "memory";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public Set<Tool> needs() {
    return EnumSet.of(Tool.WRK);
  }

  @Override
  public List<Result> measure(Stage stage, Effort effort) throws Exception {
    var folder = java.nio.file.Files.createDirectories(stage.folder().resolve("memory"));
    try (Daemon daemon = Daemon.start(stage.distribution(), folder, stage.environment())) {
      for (int i = 0; i < Stage.PROFILES; i++) {
        daemon.awaitSession(Stage.profile(i));
      }
      TimeUnit.SECONDS.sleep(Math.min(effort.idleSeconds(), 10));
      double idle = daemon.program().pssKib() / KIB_PER_MIB;
      var loaded = new ArrayList<Double>();
      long done = 0;
      for (int quarter = 1; quarter <= 4; quarter++) {
        while (done < effort.requests() / 4 * quarter) {
          done += Wrk.load(daemon.tcp(), stage.path(), daemon.token(), CONNECTIONS, effort.seconds(), true)
              .requests();
        }
        loaded.add(daemon.program().pssKib() / KIB_PER_MIB);
      }
      double last = loaded.getLast();
      return List.of(
          Result.absolute(id() + "-idle", "Pss, " + Stage.PROFILES + " sessions held, idle, MiB", mib(idle),
              idle,
              IDLE),
          Result.absolute(id() + "-loaded", String.format(Locale.ROOT, "Pss after %,d requests, MiB", done),
              mib(last),
              last, LOADED),
          Result.absolute(id() + "-flat",
              "Pss at the end of the load, as a multiple of three quarters into it",
              String.format(Locale.ROOT, "%.3f", last / loaded.get(2)), last / loaded.get(2), FLAT));
    }
  }

  private static String mib(double value) {
    return String.format(Locale.ROOT, "%.1f MiB", value);
  }
}
