package io.credentialbroker.bench;

import io.credentialbroker.bench.Sample.Frame;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Stacks as boxes upon boxes: the wider, the more samples; threads lie at the bottom and callers below what they call.
 * A plain picture; a box tells its whole name and share to whoever rests on it.
 */
final class FlameGraph {
  private static final int WIDTH = 1200;
  private static final int ROW = 16;
  private static final int TOP = 30;
  /** Narrower boxes are left out: nothing could be read in them. */
  private static final double LEAST = 1.5;
  private static final double LETTER = 6.2;

  /** What lies below every Java method of every thread. */
  private static final Set<String> FLOOR = Set.of("Interpreter", "start_thread", "thread_native_entry",
      "Thread::call_run", "JavaThread::thread_main_inner", "thread_entry", "JavaCalls::call_virtual",
      "JavaCalls::call_helper", "StubRoutines (initialstubs)", "entry_SYSCALL_64_after_hwframe",
      "do_syscall_64",
      "__clone3", "clone3", "[unknown]");

  private final Box root = new Box("", "");
  private int depth;

  FlameGraph(List<Sample> samples, Function<Sample, ? extends Area> areas) {
    for (Sample sample : samples) {
      add(sample, areas.apply(sample));
    }
  }

  private void add(Sample sample, Area area) {
    root.samples++;
    Box at = root.child(sample.thread(), "#cccccc");
    int height = 1;
    for (Frame frame : sample.frames().reversed()) {
      if (!FLOOR.contains(frame.name())) {
        at = at.child(frame.name(), colour(frame, area));
        height++;
      }
    }
    depth = Math.max(depth, height);
  }

  /** Of the kernel or of whose code it is; of other code the colour of what it was done for. */
  private static String colour(Frame frame, Area area) {
    Part own = frame.kernel() ? null : Part.ofCode(frame.name());
    return frame.kernel() ? Area.KERNEL_COLOUR : own == null ? area.colour() : own.colour();
  }

  /** @param title one line above it */
  String svg(String title) {
    int height = TOP + depth * ROW + 10;
    var svg = new StringBuilder(String.format(Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n<text x=\"4\" y=\"18\">%s</text>%n",
        WIDTH, height, escaped(title)));
    draw(svg, root, 0, height - 10);
    return svg.append("</svg>\n").toString();
  }

  private void draw(StringBuilder svg, Box box, double left, int bottom) {
    double x = left;
    for (Box child : box.children.values()) {
      double width = (double) child.samples / root.samples * WIDTH;
      if (width >= LEAST) {
        svg.append(String.format(Locale.ROOT,
            "<g><title>%s, %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\""
                + " fill-opacity=\"0.55\" stroke=\"white\" stroke-width=\"0.5\"/>",
            escaped(child.name), 100.0 * child.samples / root.samples, x, bottom - ROW, width, ROW - 1,
            child.colour));
        String label = fitting(child.name, width);
        if (!label.isEmpty()) {
          svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>", x + 2, bottom - 5,
              escaped(label)));
        }
        svg.append("</g>\n");
        draw(svg, child, x, bottom - ROW);
      }
      x += width;
    }
  }

  /** Class and method, as much of it as there is room for. */
  private static String fitting(String name, double width) {
    int method = name.startsWith("io.") || name.startsWith("java.") || name.startsWith("jdk.")
        || name.startsWith("com.") ? name.lastIndexOf('.') : -1;
    String label = method < 0 ? name : name.substring(name.lastIndexOf('.', method - 1) + 1);
    int letters = (int) ((width - 4) / LETTER);
    if (letters < 3) {
      return "";
    }
    return label.length() <= letters ? label : label.substring(0, letters - 1) + "…";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static final class Box {
    private final String name;
    private final String colour;
    private final Map<String, Box> children = new TreeMap<>();
    private long samples;

    private Box(String name, String colour) {
      this.name = name;
      this.colour = colour;
    }

    Box child(String called, String paint) {
      Box child = children.computeIfAbsent(called, _ -> new Box(called, paint));
      child.samples++;
      return child;
    }
  }
}
