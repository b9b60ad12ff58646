package io.credentialbroker.server.log;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.server.pipeline.VendObserver;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells of connections that were closed unread. Only the first, the tenth, the hundredth and so on: somebody who
 * knocks all day must not fill the disk.
 */
public final class GateLog implements VendObserver {
  private static final Logger LOG = Logger.getLogger(Log.ROOT + ".gate");

  private final AtomicLong foreign = new AtomicLong();
  private final AtomicLong surplus = new AtomicLong();

  @Override
  public void turnedAway(String listener, @Nullable Peer peer, Turned why) {
    switch (why) {
      case PEER -> {
        long count = foreign.incrementAndGet();
        if (isPowerOfTen(count)) {
          Event.of(LOG, Level.WARNING, "connection.stranger").with("listener", listener)
              .with("uid", peer == null ? null : peer.uid()).with("count", count)
              .tell(listener + ": closed a connection of "
                  + (peer == null ? "an unknown user" : "uid " + peer.uid())
                  + ", who may not connect (" + count + " so far)");
        }
      }
      case TOO_MANY -> {
        long count = surplus.incrementAndGet();
        if (isPowerOfTen(count)) {
          Event.of(LOG, Level.WARNING, "connection.too_many").with("listener", listener).with("count", count)
              .tell(listener + ": too many connections are open; closed a new one (" + count + " so far)");
        }
      }
    }
  }

  private static boolean isPowerOfTen(long count) {
    long rest = count;
    while (rest % 10 == 0) {
      rest /= 10;
    }
    return rest == 1;
  }
}
