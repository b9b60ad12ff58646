package io.credentialbroker.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a daemon costs that nobody asks. */
record IdleRow() implements Row {
  private static final Goal GOAL = new Goal.AtMost(0.1);

  @Override
  public String id() {
    return "idle-cpu";
  }

  @Override
  public boolean quick() {
    return false;
  }

  @Override
  public Set<Tool> needs() {
    return EnumSet.noneOf(Tool.class);
  }

  @Override
  public List<Result> measure(Stage stage, Effort effort) throws Exception {
    // What compilers still do after the load of other rows is not idleness.
    TimeUnit.SECONDS.sleep(10);
    Program daemon = stage.daemon().program();
    Duration before = daemon.cpu();
    long wokenBefore = daemon.woken();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(effort.idleSeconds());
    double nanos = System.nanoTime() - start;
    double percent = daemon.cpu().minus(before).toNanos() * 100.0 / nanos;
    double woken = (daemon.woken() - wokenBefore) * 1e9 / nanos;
    return List.of(Result.absolute(id(), "CPU of an idle daemon with " + Stage.PROFILES + " sessions over "
        + effort.idleSeconds() + " s, % of one core; how often a thread of it is woken",
        String.format(Locale.ROOT, "%.3f %%, %.1f times a second", percent, woken), percent, GOAL));
  }
}
