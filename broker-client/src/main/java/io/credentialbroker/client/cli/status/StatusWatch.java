package io.credentialbroker.client.cli.status;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.daemon.Failures;
import io.credentialbroker.client.cli.surroundings.OtherScreen;
import io.credentialbroker.client.cli.surroundings.SignalSource;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.surroundings.TerminalSize;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** {@code broker status --watch}: the status drawn in one place, again and again, and at once after a resize. */
final class StatusWatch {
  private static final int LOOKS = 20;
  private static final long LOOK_EVERY_MILLIS = 100;

  private final Surroundings here;
  private final Supplier<TerminalSize> size;
  private final OtherScreen screen;
  private final AtomicBoolean stale = new AtomicBoolean();

  StatusWatch(Surroundings here, Supplier<TerminalSize> size) {
    this.here = here;
    this.size = size;
    this.screen = new OtherScreen(here.out());
  }

  /** Until nobody waits any more, or the process ends: the terminal is then as it was. */
  void show(Daemon.Call<StatusReport> status) {
    var end = new Thread(screen::close, "broker-watch-end");
    Runtime.getRuntime().addShutdownHook(end);
    SignalSource.on("WINCH", () -> stale.set(true));
    SignalSource.on("TSTP", this::suspend);
    SignalSource.on("CONT", this::goOn);
    try {
      do {
        stale.set(false);
        var now = size.get();
        screen.draw(frame(status, now), now);
      } while (!here.out().checkError() && pause());
    } finally {
      screen.close();
    }
  }

  /** A daemon that goes away is part of what there is to see: it may come back. */
  private List<String> frame(Daemon.Call<StatusReport> status, TerminalSize now) {
    try {
      return StatusFrame.of(status.now(), here, now);
    } catch (BrokerException e) {
      String hint = e.hint().isEmpty() ? "" : "hint: " + Failures.asHint(e.hint()) + '\n';
      return StatusFrame.of("error: " + e.getMessage() + '\n' + hint, here, now);
    }
  }

  /** Two seconds, or less where what is drawn does not fit any more. */
  private boolean pause() {
    for (int looks = 0; looks < LOOKS && !stale.get(); looks++) {
      if (!here.pause().millis(LOOK_EVERY_MILLIS)) {
        return false;
      }
    }
    return true;
  }

  /** Ctrl-Z: the shell gets its screen, and this process stops as it would have without being asked. */
  private void suspend() {
    screen.leave();
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -s STOP \"$0\"", Long.toString(ProcessHandle.current().pid()))
          .start();
    } catch (IOException e) {
      goOn(); // it cannot be stopped
    }
  }

  private void goOn() {
    screen.comeBack();
    stale.set(true);
  }
}
