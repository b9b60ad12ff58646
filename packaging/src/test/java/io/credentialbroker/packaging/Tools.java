package io.credentialbroker.packaging;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The programs that a test drives and that a machine may lack. */
final class Tools {
  private Tools() {}

  /**
   * Skips the test by name where a program is absent; fails it where {@code BROKER_REQUIRE_TOOLS=1} says that
   * skipping would hide something.
   */
  static void need(String program) {
    if (!has(program)) {
      absent(program);
    }
  }

  /** Whether a program is on the path. */
  static boolean has(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
  }

  /** The same for a module of Python. */
  static void needPythonModule(String module, Path folder) {
    need("python3");
    if (Run
        .of(Map.of("HOME", System.getProperty("user.home")), folder,
            List.of("python3", "-c", "import " + module))
        .exit() != 0) {
      absent(module);
    }
  }

  /** The same for something that is not a program. */
  static void needFile(Path file) {
    if (!Files.exists(file)) {
      absent(file.toString());
    }
  }

  /** Says that something is not installed. */
  static void absent(String what) {
    String message = what + " is not installed";
    if ("1".equals(System.getenv("BROKER_REQUIRE_TOOLS"))) {
      fail(message + ", and BROKER_REQUIRE_TOOLS=1 forbids skipping");
    }
    abort(message);
  }
}
