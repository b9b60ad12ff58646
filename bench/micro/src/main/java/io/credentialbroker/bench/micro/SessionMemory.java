package io.credentialbroker.bench.micro;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a session costs in memory: the heap with a hundred thousand of them, less the heap with none, after a full
 * collection each. The credentials alone, text and objects, are in it.
 */
public final class SessionMemory {
  private static final int SESSIONS = 100_000;

  /** Rank, objects, bytes, class. */
  private static final Pattern LINE = Pattern.compile("(?m)^\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+)");

  private SessionMemory() {}

  public static void main(String[] arguments) throws JMException {
    new HeldSessions(1).filled().close(); // loads the classes
    long before = used();
    var held = new HeldSessions(SESSIONS).filled();
    long bytes = (used() - before) / SESSIONS;
    System.out.println("memory a session, " + SESSIONS + " sessions: " + bytes + " bytes");
    histogram();
    Reference.reachabilityFence(held);
  }

  /** The classes that most of it is of, by the JVM's own count of all live objects. */
  private static void histogram() throws JMException {
    String counted = (String) ManagementFactory.getPlatformMBeanServer().invoke(
        new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
        new Object[]{ new String[0]}, new String[]{ String[].class.getName()});
    Matcher line = LINE.matcher(counted);
    while (line.find()) {
      long objects = Long.parseLong(line.group(1));
      if (objects >= SESSIONS) {
        System.out.printf("  %5d bytes, %d of %s%n", Long.parseLong(line.group(2)) / SESSIONS,
            objects / SESSIONS, line.group(3));
      }
    }
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
