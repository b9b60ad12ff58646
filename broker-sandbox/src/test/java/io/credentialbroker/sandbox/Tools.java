package io.credentialbroker.sandbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Programs of other people that some tests use. */
final class Tools {
  private Tools() {}

  /** Finds a program; where it is absent the test is skipped, or fails when {@code BROKER_REQUIRE_TOOLS=1}. */
  static Path require(String program, String remedy) {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    String message = program + " is not on the PATH: " + remedy;
    if ("1".equals(System.getenv("BROKER_REQUIRE_TOOLS"))) {
      throw new AssertionError(message);
    }
    return Assumptions.abort(message);
  }
}
