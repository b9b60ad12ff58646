package io.credentialbroker.client.cli.daemon;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says after a second that a call goes on, so that nobody takes a slow AWS for a hung command. */
public final class Patience {
  private static final long NOTICEABLE_MILLIS = 1_000;

  private Patience() {}

  /** The answer of a call; meanwhile {@code note} goes to standard error, once, if it takes that long. */
  public static <T> T during(Daemon.Call<T> call, String note, Surroundings here) throws BrokerException {
    var done = new AtomicBoolean();
    var watching = new Thread(() -> {
      if (here.pause().millis(NOTICEABLE_MILLIS) && !done.get()) {
        here.note(note);
      }
    }, "broker-patience");
    watching.setDaemon(true);
    watching.start();
    try {
      return call.now();
    } finally {
      done.set(true);
      watching.interrupt();
    }
  }
}
