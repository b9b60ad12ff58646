package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Programs that ask, until they are told to stop: at a rate, whatever the answers take, or each as soon as it has
 * been answered.
 */
final class Load implements AutoCloseable {
  private final SocketAddress address;
  private final List<String> profiles;
  private final boolean anew;
  private final Tally tally;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private Load(SocketAddress address, List<String> profiles, boolean anew, Tally tally) {
    this.address = address;
    this.profiles = profiles;
    this.anew = anew;
    this.tally = tally;
  }

  /** So many requests a second over so many connections, which are kept open. */
  static Load rate(SocketAddress address, List<String> profiles, int connections, int perSecond,
      Tally tally) {
    var load = new Load(address, profiles, false, tally);
    load.start(connections, 1_000_000_000L * connections / perSecond);
    return load;
  }

  /** The same with a new connection for each request: programs that come and go. */
  static Load visits(SocketAddress address, List<String> profiles, int programs, int perSecond, Tally tally) {
    var load = new Load(address, profiles, true, tally);
    load.start(programs, 1_000_000_000L * programs / perSecond);
    return load;
  }

  /** One request after the other on each connection; {@code anew} makes a connection for each. */
  static Load closed(SocketAddress address, List<String> profiles, int connections, boolean anew,
      Tally tally) {
    var load = new Load(address, profiles, anew, tally);
    load.start(connections, 0);
    return load;
  }

  private void start(int connections, long everyNs) {
    for (int i = 0; i < connections; i++) {
      int number = i;
      threads.add(Thread.ofVirtual().start(() -> run(number, everyNs)));
    }
  }

  private void run(int number, long everyNs) {
    long due = System.nanoTime() + everyNs * number / Math.max(1, threads.size());
    Line line = null;
    for (int i = number; !stopped; i++) {
      long wait = due - System.nanoTime();
      if (everyNs > 0 && wait > 0) {
        LockSupport.parkNanos(wait);
      }
      line = ask(line, Grounds.get(profiles.get(i % profiles.size())));
      // One that has fallen far behind does not make up for it: that would be another load.
      due = Math.max(due + everyNs, System.nanoTime() - 1_000_000_000L);
    }
    if (line != null) {
      line.close();
    }
  }

  private @Nullable Line ask(@Nullable Line kept, byte[] request) {
    Line line = kept;
    if (line == null) {
      try {
        line = Line.to(address);
      } catch (IOException _) {
        tally.refused.increment();
        LockSupport.parkNanos(1_000_000);
        return null;
      }
    }
    long begin = System.nanoTime();
    try {
      Reply reply = line.ask(request);
      tally.count(reply, System.nanoTime() - begin);
      if (!anew && !reply.head().contains("onnection: close")) {
        return line;
      }
    } catch (IOException _) {
      if (!stopped) {
        tally.broken.increment();
      }
    }
    line.close();
    return null;
  }

  /** Ends the load when its last answers are there. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join(35_000);
    }
  }
}
