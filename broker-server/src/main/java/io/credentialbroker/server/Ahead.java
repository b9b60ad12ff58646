package io.credentialbroker.server;

import io.credentialbroker.server.peer.LocalPeers;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;

/** Does and makes ready on other threads what the first will soon need, and would take as long for. */
final class Ahead {
  private final CompletableFuture<FreshCode> code = new CompletableFuture<>();

  private Ahead() {}

  static Ahead begin() {
    var ahead = new Ahead();
    // Needed first, and it takes longest.
    thread(Ahead::initializeNumbers);
    thread(() -> {
      ahead.lookAtCode();
      openJars();
      LocalPeers.makeReady();
    });
    return ahead;
  }

  /** What runs, compared with what lies in the package's jars; waits for the comparison to end. */
  FreshCode code() {
    return code.join();
  }

  private static void thread(Runnable work) {
    Thread.ofPlatform().daemon().name("ahead").start(work);
  }

  private void lookAtCode() {
    try {
      code.complete(FreshCode.look());
    } catch (RuntimeException | Error e) {
      code.completeExceptionally(e);
    }
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
