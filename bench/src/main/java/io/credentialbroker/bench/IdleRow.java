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
    Duration before = stage.daemon().program().cpu();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(effort.idleSeconds());
    double percent = stage.daemon().program().cpu().minus(before).toNanos() * 100.0
        / (System.nanoTime() - start);
    return List.of(Result.absolute(id(), "CPU of an idle daemon with " + Stage.PROFILES + " sessions over "
        + effort.idleSeconds() + " s, % of one core", String.format(Locale.ROOT, "%.3f %%", percent), percent,
        GOAL));
  }
}
