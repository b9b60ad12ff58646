package io.credentialbroker.bench;

import io.credentialbroker.bench.Sample.Frame;
import java.util.List;

/** What a start of the daemon does with its time, until the first answer. */
enum StartArea implements Area {
  BULK("main thread: classes of the AOT cache, loaded before main", "#6b4fa0"), //
  MACHINE("main thread: the rest of making a JVM", "#8a6d1f"), //
  LINKING("main thread, in the daemon's code: the JVM links, loads and makes classes", "#b3402a"), //
  KERNEL("main thread, in the daemon's code: kernel", KERNEL_COLOUR), //
  CODE("main thread, in the daemon's code: the rest, most of it interpreted", "#2f6fb0"), //
  WORK("event loop, timers, the call to STS", "#2a7d4f"), //
  COMPILER("compilers", "#999999"), //
  COLLECTOR("collector and other threads of the JVM", "#777777");

  private final String words;
  private final String colour;

  StartArea(String words, String colour) {
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

  static StartArea of(Sample sample) {
    String thread = sample.thread();
    if (thread.startsWith("C1 ") || thread.startsWith("C2 ") || thread.startsWith("Training ")) {
      return COMPILER;
    }
    if (!thread.equals("java")) {
      return Part.of(sample) == Part.COLLECTOR ? COLLECTOR : WORK;
    }
    List<Frame> frames = sample.frames();
    if (frames.stream().anyMatch(frame -> frame.name().startsWith("AOTLinkedClassBulkLoader::"))) {
      return BULK;
    }
    if (frames.stream().noneMatch(frame -> frame.name().equals("invokeStaticMainWithArgs"))) {
      return MACHINE;
    }
    if (frames.getFirst().kernel()) {
      return KERNEL;
    }
    return frames.getFirst().binary().endsWith("libjvm.so") ? LINKING : CODE;
  }
}
