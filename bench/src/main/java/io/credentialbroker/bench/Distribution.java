package io.credentialbroker.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The assembled distribution, and how its programs are started.
 *
 * @param home the folder that holds {@code bin}, {@code lib} and {@code runtime}
 */
record Distribution(Path home) {
  /** @throws BenchException where it has not been built */
  Distribution {
    home = home.toAbsolutePath().normalize();
  }

  void check() throws BenchException {
    if (!Files.isExecutable(home.resolve("bin/brokerd"))) {
      throw new BenchException("there is no distribution in " + home, "build it: mvn package -DskipTests");
    }
  }

  List<String> brokerd(Path settings) {
    return List.of(home.resolve("bin/brokerd").toString(), "--config", settings.toString());
  }

  String broker() {
    return home.resolve("bin/broker").toString();
  }

  /** The same jars on a plain JDK with its defaults: what a start costs without the packaging's work. */
  List<String> plainBrokerd(Path settings) throws IOException {
    return List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp", jars(),
        "io.credentialbroker.server.Brokerd", "--config", settings.toString());
  }

  List<String> sandbox(Path aws) throws IOException {
    return List.of(home.resolve("runtime/bin/java").toString(), "-Xmx256m", "-cp", jars(),
        "io.credentialbroker.sandbox.SandboxMain", "--home", aws.toString(), "--port", "0");
  }

  private String jars() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.map(Path::toString).filter(file -> file.endsWith(".jar")).sorted()
          .collect(Collectors.joining(File.pathSeparator));
    }
  }
}
