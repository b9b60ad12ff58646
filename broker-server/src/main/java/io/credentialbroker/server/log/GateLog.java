package io.credentialbroker.server.log;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.server.pipeline.VendObserver;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of connections that were closed unread. Only the first, the tenth, the hundredth and so on: somebody who
 * knocks all day must not fill the disk.
 */
public final class GateLog implements VendObserver {
  private static final Logger LOG = LoggerFactory.getLogger(Log.ROOT + ".gate");

  private final AtomicLong foreign = new AtomicLong();
  private final AtomicLong surplus = new AtomicLong();

  @Override
  public void turnedAway(String listener, @Nullable Peer peer, Turned why) {
    switch (why) {
      case PEER -> {
        long count = foreign.incrementAndGet();
        if (isPowerOfTen(count)) {
          LOG.warn("{}: closed a connection of {}, who may not connect ({} so far)", listener,
              peer == null ? "an unknown user" : "uid " + peer.uid(), count);
        }
      }
      case TOO_MANY -> {
        long count = surplus.incrementAndGet();
        if (isPowerOfTen(count)) {
          LOG.warn("{}: too many connections are open; closed a new one ({} so far)", listener, count);
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
