package io.credentialbroker.server;

import io.credentialbroker.server.log.Log;
import io.credentialbroker.server.peer.LocalPeers;
import io.credentialbroker.server.transport.Transport;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does and makes ready on other threads what the first will soon need, and would take as long for. */
final class Ahead implements Precondition {
  private static final Logger LOG = LoggerFactory.getLogger(Log.ROOT + ".daemon");

  private final FutureTask<FreshCode> code = new FutureTask<>(FreshCode::look);
  private final FutureTask<Void> closing;

  private Ahead(Map<String, String> environment) {
    closing = new FutureTask<>(() -> {
      Privileges.closeToOthers(environment);
      return null;
    });
  }

  /** This class's log is there before its threads are: slf4j that begins on several at once may lose a logger. */
  static Ahead begin(Map<String, String> environment) {
    var ahead = new Ahead(environment);
    // Needed first, and it takes longest.
    thread(Ahead::initializeNumbers);
    thread(ahead.closing, Transport::makeReady, LocalPeers::makeReady);
    thread(ahead.code, Ahead::openJars);
    return ahead;
  }

  /** What runs is what lies in the package's jars, and no other process can look into this one. */
  @Override
  public void ensure() throws Fault {
    result(code).ensure();
    var _ = result(closing);
  }

  private static <T> T result(FutureTask<T> task) throws Fault {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Fault fault) {
        throw fault;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the start", e);
    }
  }

  private static void thread(Runnable... works) {
    Thread.ofPlatform().daemon().name("ahead").start(() -> {
      for (Runnable work : works) {
        try {
          work.run();
        } catch (RuntimeException e) {
          // Whoever needs it meets the same, and tells it.
          LOG.debug("not ready: {}", e.getClass().getName());
        }
      }
    });
  }

  /**
   * Every parser of Jackson's has constants of this class. In JDK 25 its initializer makes powers of five with up to
   * 150,000 bits, in the interpreter, which takes longer than all that is read at a start.
   */
  private static void initializeNumbers() {
    var _ = BigDecimal.ZERO;
  }

  /** Whoever looks for a service has all jars opened; Caffeine does, for its log. */
  private static void openJars() {
    try {
      ClassLoader.getSystemClassLoader().getResources("META-INF/services/none").hasMoreElements();
    } catch (IOException _) {
      // Then the jars are opened when they are needed, and what is wrong with them is said there.
    }
  }
}
