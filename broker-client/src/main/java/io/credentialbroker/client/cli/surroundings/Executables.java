package io.credentialbroker.client.cli.surroundings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs as execvp does. */
public final class Executables {
  private Executables() {}

  /** The first executable file of that name along a search path. */
  public static Optional<Path> find(String name, String searchPath) {
    return along(name, searchPath, true);
  }

  /** Whether there is a file of that name that cannot be run, which is another error than none at all. */
  static boolean existsUnrunnable(String name, String searchPath) {
    return find(name, searchPath).isEmpty() && along(name, searchPath, false).isPresent();
  }

  private static Optional<Path> along(String name, String searchPath, boolean runnable) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (name.contains("/")) {
        return Optional.of(Path.of(name)).filter(file -> fits(file, runnable));
      }
      for (String folder : searchPath.split(":", -1)) {
        Path file = Path.of(folder.isEmpty() ? "." : folder, name);
        if (fits(file, runnable)) {
          return Optional.of(file);
        }
      }
    } catch (InvalidPathException e) {
      // A name with a NUL in it is the name of no program.
    }
    return Optional.empty();
  }

  private static boolean fits(Path file, boolean runnable) {
    return runnable ? Files.isRegularFile(file) && Files.isExecutable(file) : Files.exists(file);
  }
}
