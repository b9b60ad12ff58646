package io.credentialbroker.bench;

import io.credentialbroker.bench.Sample.Frame;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a server does with its time; each sample belongs to one part. */
enum Part implements Area {
  // By the system call in which the kernel was.
  ACCEPT("kernel: accept", KERNEL_COLOUR), //
  READ("kernel: read", KERNEL_COLOUR), //
  WRITE("kernel: write", KERNEL_COLOUR), //
  POLL("kernel: epoll", KERNEL_COLOUR), //
  CLOSE("kernel: close", KERNEL_COLOUR), //
  WAKE("kernel: wake other threads", KERNEL_COLOUR), //
  OTHER_CALL("kernel: other calls", KERNEL_COLOUR), //
  NO_CALL("kernel: its doors, interrupts, page faults", KERNEL_COLOUR), //
  // By whose code it was, with what the JDK and the kernel did for it.
  PEER("who is at the other end, with the kernel's answer", "#b3402a"), //
  GATE("gate, session, answer", "#2f6fb0"), //
  METRICS("metrics", "#6b4fa0"), //
  AUDIT("audit, its thread and the kernel's part of it", "#8a6d1f"), //
  CLOCK("reading the clock", "#777777"), //
  NETTY("Netty and JNI", "#2a7d4f"), //
  // By the thread.
  COMPILER("compilers", "#999999"), //
  COLLECTOR("collector and other threads of the JVM", "#777777"), //
  BACKGROUND("timers and background work", "#999999"), //
  OWN("its own code", "#2f6fb0");

  private static final Pattern CALL = Pattern
      .compile("(?:__(?:x64|arm64)_sys_|do_(?=writev|readv))(\\w+)|(task_work)_run");

  private final String words;
  private final String colour;

  Part(String words, String colour) {
    this.words = words;
    this.colour = colour;
  }

  @Override
  public String words() {
    return words;
  }

  @Override
  public String colour() {
    return colour;
  }

  /** Of a server that is not ours: what is not the kernel's is its own. */
  static Part ofReference(Sample sample) {
    return sample.frames().getFirst().kernel() ? ofKernel(sample.frames()) : OWN;
  }

  static Part of(Sample sample) {
    Part whole = ofThread(sample.thread());
    if (whole != null) {
      return whole;
    }
    List<Frame> frames = sample.frames();
    if (frames.getFirst().kernel()) {
      return ofKernel(frames);
    }
    if (frames.getFirst().name().startsWith("__vdso_clock")) {
      return CLOCK;
    }
    // The innermost frame that is somebody's; what the JDK does is its caller's.
    return frames.stream().map(frame -> ofCode(frame.name())).filter(part -> part != null).findFirst()
        .orElse(NETTY);
  }

  /** Threads that do one thing; null for those on which requests are served. */
  private static @Nullable Part ofThread(String thread) {
    if (thread.startsWith("gate-")) {
      return null;
    }
    if (thread.startsWith("C1 ") || thread.startsWith("C2 ")) {
      return COMPILER;
    }
    return switch (thread) {
      case "audit" -> AUDIT;
      case "VM Thread", "VM Periodic Tas", "Native Heap Tri", "Signal Dispatch", "Service Thread",
          "Reference Handl",
          "Common-Cleaner", "Finalizer", "Monitor Deflati" ->
        COLLECTOR;
      default -> BACKGROUND;
    };
  }

  private static Part ofKernel(List<Frame> frames) {
    if (frames.stream().anyMatch(frame -> frame.kernel()
        && (frame.name().startsWith("netlink_") || frame.name().contains("sock_diag")))) {
      return PEER;
    }
    return frames.stream().filter(Frame::kernel).map(frame -> CALL.matcher(frame.name()))
        .filter(Matcher::matches)
        .map(call -> ofCall(call.group(1) == null ? call.group(2) : call.group(1))).findFirst()
        .orElse(NO_CALL);
  }

  private static Part ofCall(String call) {
    return switch (call) {
      case "accept", "accept4" -> ACCEPT;
      case "read", "readv", "recvfrom", "recvmsg" -> READ;
      case "write", "writev", "sendto", "sendmsg" -> WRITE;
      // Sockets are released on the way back from close(2).
      case "close", "shutdown", "task_work" -> CLOSE;
      case "futex" -> WAKE;
      default -> call.startsWith("epoll") ? POLL : OTHER_CALL;
    };
  }

  /** Whose a method is by its name; null for the JDK's and what is not Java. */
  static @Nullable Part ofCode(String name) {
    if (name.startsWith("io.credentialbroker.server.peer.")) {
      return PEER;
    }
    if (name.startsWith("io.credentialbroker.server.audit.")) {
      return AUDIT;
    }
    if (name.startsWith("io.credentialbroker.server.metrics.") || name.startsWith("io.micrometer.")) {
      return METRICS;
    }
    if (name.startsWith("io.netty.")) {
      return NETTY;
    }
    return name.startsWith("io.credentialbroker.") || name.startsWith("com.github.benmanes.") ? GATE : null;
  }
}
