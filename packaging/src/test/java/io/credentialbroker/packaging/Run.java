package io.credentialbroker.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One finished run of a program: what it printed and how it ended. */
record Run(int exit, String out, String err) {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Runs a program to its end with exactly this environment (and PATH). */
  static Run of(Map<String, String> environment, Path folder, List<String> line) {
    return of(environment, folder, line, LONGEST);
  }

  /** The same for one that may take long. */
  static Run of(Map<String, String> environment, Path folder, List<String> line, Duration longest) {
    try {
      var builder = new ProcessBuilder(line).directory(folder.toFile());
      builder.environment().clear();
      builder.environment().put("PATH", System.getenv("PATH"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      var out = reading(process.getInputStream());
      var err = reading(process.getErrorStream());
      if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(line + " did not end; stderr: " + err.join());
      }
      return new Run(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** Standard output of a run that has to have succeeded. */
  String succeeded() {
    if (exit != 0) {
      throw new AssertionError("exit " + exit + "\nstdout: " + out + "\nstderr: " + err);
    }
    return out;
  }
}
