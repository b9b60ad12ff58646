package io.credentialbroker.bench.micro;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a request through the whole gate allocates, each object of it: by its class and by the first method on the stack
 * that is not the JDK's. To be run without thread-local buffers ({@code -XX:-UseTLAB}), for then the flight recorder is
 * told of every object and not of a sample; after so many requests that all of it is compiled.
 */
public final class GateAllocations {
  private static final int WARM = 300_000;
  private static final int REQUESTS = 2_000;

  private GateAllocations() {}

  public static void main(String[] arguments) throws Exception {
    var gate = new GateBenchmark();
    gate.path = "bench";
    gate.open();
    tell("a request that repeats the last one", gate::repeated);
    tell("a request that is decoded", gate::decoded);
  }

  private static void tell(String what, IntSupplier request) throws Exception {
    run(request, WARM);
    Path file = Files.createTempFile("allocations", ".jfr");
    try (var recording = new Recording()) {
      recording.enable("jdk.ObjectAllocationOutsideTLAB").withStackTrace();
      recording.start();
      run(request, REQUESTS);
      recording.stop();
      recording.dump(file);
    }
    var bytes = new TreeMap<String, Long>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (isOurs(event)) {
        RecordedClass type = event.getClass("objectClass");
        bytes.merge(type.getName() + " in " + whose(event), event.getLong("allocationSize"), Long::sum);
      }
    }
    Files.delete(file);
    long all = bytes.values().stream().mapToLong(Long::longValue).sum();
    System.out.println(what + ": " + all / REQUESTS + " bytes");
    bytes.entrySet().stream().filter(entry -> entry.getValue() >= REQUESTS)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> System.out.printf("  %5d  %s%n", entry.getValue() / REQUESTS, entry.getKey()));
  }

  private static void run(IntSupplier request, int times) {
    for (int i = 0; i < times; i++) {
      int _ = request.getAsInt();
    }
  }

  private static boolean isOurs(RecordedEvent event) {
    return event.getThread() != null
        && event.getThread().getJavaThreadId() == Thread.currentThread().threadId();
  }

  private static String whose(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return "the JVM";
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
        return type + "." + frame.getMethod().getName();
      }
    }
    return "the JDK";
  }
}
