package io.credentialbroker.bench.micro;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;

/**
 * What a session costs in memory: the heap with a hundred thousand of them, less the heap with none, after a full
 * collection each. The credentials alone, text and objects, are in it.
 */
public final class SessionMemory {
  private static final int SESSIONS = 100_000;

  private SessionMemory() {}

  public static void main(String[] arguments) {
    new HeldSessions(1).filled().close(); // loads the classes
    long before = used();
    var held = new HeldSessions(SESSIONS).filled();
    long bytes = (used() - before) / SESSIONS;
    Reference.reachabilityFence(held);
    System.out.println("memory a session, " + SESSIONS + " sessions: " + bytes + " bytes");
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
