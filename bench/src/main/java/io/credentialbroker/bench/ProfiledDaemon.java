package io.credentialbroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The packaged daemon so that perf can name what it sees: the same jars, flags and AOT cache on the same runtime, but
 * the JVM's library with its symbols, as the JDK has it from which the package was made; frame pointers; a list of what
 * was compiled, written at the end; and our own methods not inlined into others, so that their time is theirs. The daemon
 * as it is packaged lets nobody attach; this is a process of the benchmark's own.
 */
final class ProfiledDaemon {
  private static final String JVM = "lib/server/libjvm.so";
  private static final List<String> FLAGS = List.of("-XX:+UnlockDiagnosticVMOptions",
      "-XX:+PreserveFramePointer",
      "-XX:+DumpPerfMapAtExit", "-XX:CompileCommand=quiet",
      "-XX:CompileCommand=dontinline,io/credentialbroker/*.*");

  private final Distribution distribution;
  private final Path runtime;

  private ProfiledDaemon(Distribution distribution, Path runtime) {
    this.distribution = distribution;
    this.runtime = runtime;
  }

  static ProfiledDaemon of(Distribution distribution, Path folder) throws Exception {
    Path runtime = folder.resolve("runtime");
    // With their times, to which the AOT cache is bound.
    Tool.run(List.of("cp", "-a", distribution.home().resolve("runtime").toString(), runtime.toString()));
    Path jdk = Path.of(System.getProperty("java.home"));
    Files.delete(runtime.resolve(JVM));
    Files.copy(jdk.resolve(JVM), runtime.resolve(JVM));
    return new ProfiledDaemon(distribution, runtime);
  }

  /** How it is started, to be looked at. */
  List<String> line(Path settings) throws IOException {
    return line(settings, FLAGS);
  }

  /** How it is started with these flags of the JVM after its own, so that they have the last word. */
  List<String> line(Path settings, List<String> flags) throws IOException {
    var line = new ArrayList<String>();
    line.add(runtime.resolve("bin/java").toString());
    for (String argument : Files.readAllLines(distribution.home().resolve("lib/arguments/brokerd"))) {
      if (argument.equals("-cp")) {
        line.addAll(flags);
      }
      line.add(argument.replace("@HOME@", distribution.home().toString()));
    }
    line.addAll(List.of("--config", settings.toString()));
    return line;
  }

  /** Where the JVM writes its list, and perf looks for it; the place is not to be chosen. */
  static Path map(long pid) {
    return Path.of("/tmp", "perf-" + pid + ".map");
  }
}
