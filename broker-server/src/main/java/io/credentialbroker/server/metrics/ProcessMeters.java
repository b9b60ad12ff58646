package io.credentialbroker.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The JVM by Micrometer's names, the process by those that Prometheus's own clients have. Micrometer's meters of
 * the process and of collections are not used: they need a module of the JDK more, and a thread.
 */
final class ProcessMeters {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private ProcessMeters() {}

  static void bind(MeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      FunctionCounter.builder("jvm.gc.collections", collector, GarbageCollectorMXBean::getCollectionCount)
          .tag("gc", collector.getName()).description("Collections of garbage.").register(registry);
      FunctionCounter.builder("jvm.gc.time", collector, one -> one.getCollectionTime() / 1000.0)
          .baseUnit("seconds")
          .tag("gc", collector.getName()).description("Seconds spent in collections of garbage.")
          .register(registry);
    }
    var process = ProcessHandle.current();
    FunctionCounter.builder("process.cpu", process, ProcessMeters::cpuSeconds).baseUnit("seconds")
        .description("Seconds of processor time used.").register(registry);
    Gauge.builder("process.start.time", process, ProcessMeters::startSeconds).baseUnit("seconds")
        .description("When the process began, in seconds since 1970.").register(registry);
    if (Files.isReadable(STATUS)) {
      Gauge.builder("process.resident.memory", ProcessMeters::residentBytes).baseUnit("bytes")
          .description("Memory of the process that is in RAM, shared pages included.").register(registry);
      Gauge.builder("process.open.fds", ProcessMeters::openDescriptors)
          .description("File descriptors that are open.").register(registry);
    }
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  private static double startSeconds(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli() / 1000.0;
  }

  private static double residentBytes() {
    try (var lines = Files.lines(STATUS)) {
      return lines.filter(line -> line.startsWith("VmRSS:")).mapToLong(ProcessMeters::kibibytes).findFirst()
          .orElse(0) * 1024.0;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static long kibibytes(String line) {
    return Long.parseLong(line.replaceAll("\\D+", ""));
  }

  private static double openDescriptors() {
    try (var all = Files.list(DESCRIPTORS)) {
      return all.count() - 1; // one is the listing's own
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
