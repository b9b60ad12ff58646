package io.credentialbroker.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where one thread was at one moment.
 *
 * @param thread its name, of which the kernel keeps 15 letters
 * @param frames from the innermost out
 */
record Sample(String thread, List<Frame> frames) {
  private static final Pattern HEAD = Pattern.compile("(\\S.*?)\\s+(\\d+)\\s*");
  private static final Pattern FRAME = Pattern.compile("\\s+[0-9a-f]+ (.*) \\(([^()]*(?:\\(deleted\\))?)\\)");

  Sample {
    frames = List.copyOf(frames);
  }

  /**
   * One function on a stack.
   *
   * @param name of a Java method {@code package.Class.method}; of others as the linker knows it
   * @param binary the file it is from, or what perf calls the memory that is from none
   */
  record Frame(String name, String binary) {
    boolean kernel() {
      return binary.equals("[kernel.kallsyms]");
    }
  }

  /** What {@code perf script -F comm,tid,ip,sym,dso} prints. */
  static List<Sample> parse(Iterable<String> lines) {
    var samples = new ArrayList<Sample>();
    String thread = "";
    var frames = new ArrayList<Frame>();
    for (String line : lines) {
      Matcher frame = FRAME.matcher(line);
      Matcher head = HEAD.matcher(line);
      if (frame.matches()) {
        frames.add(new Frame(plain(frame.group(1)), frame.group(2)));
      } else if (head.matches() || line.isBlank()) {
        if (!frames.isEmpty()) {
          samples.add(new Sample(thread, frames));
          frames.clear();
        }
        thread = head.matches() ? head.group(1) : "";
      }
    }
    if (!frames.isEmpty()) {
      samples.add(new Sample(thread, frames));
    }
    return samples;
  }

  /** A compiled method is {@code int a.b.C.method(int)}; what an anonymous class has for a name stays. */
  private static String plain(String symbol) {
    int arguments = symbol.indexOf('(');
    String head = arguments < 0 ? symbol : symbol.substring(0, arguments);
    return symbol.startsWith("[") || arguments <= 0 ? symbol : head.substring(head.lastIndexOf(' ') + 1);
  }
}
