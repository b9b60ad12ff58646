package io.credentialbroker.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Programs that are not ours and are needed for references and load, with the Debian package that has each. */
enum Tool {
  WRK("wrk", "wrk"),
  NGINX("nginx", "nginx-light"),
  HYPERFINE("hyperfine", "hyperfine"),
  CURL("curl", "curl"),
  GO("go", "golang-go"),
  PERF("perf", "linux-perf");

  private final String program;
  private final String debianPackage;

  Tool(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  String debianPackage() {
    return debianPackage;
  }

  /** Whether rows that need it are left out without it: nginx is a reference for the same figures. */
  boolean optional() {
    return this == GO;
  }

  boolean present() {
    return file() != null;
  }

  /** @throws BenchException where it is not installed */
  String path() throws BenchException {
    Path found = file();
    if (found == null) {
      throw new BenchException("'" + program + "' is not installed",
          "bench/run --install installs the Debian package " + debianPackage);
    }
    return found.toString();
  }

  /** nginx lies where only root's PATH leads. */
  private @org.jspecify.annotations.Nullable Path file() {
    return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst().orElse(null);
  }

  /** Runs a command to its end and answers what it printed, its errors with it. */
  static String run(List<String> line) throws IOException, InterruptedException, BenchException {
    return run(Map.of(), line);
  }

  static String run(Map<String, String> environment, List<String> line)
      throws IOException, InterruptedException, BenchException {
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new BenchException(line.get(0) + " ended with " + process.exitValue(), printed);
    }
    return printed;
  }
}
