package io.credentialbroker.packaging;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The clients that are driven, each as it is installed, none of them changed. */
enum InteropKind {
  AWS_CLI_1("AWS CLI 1", true),
  AWS_CLI_2("AWS CLI 2", true),
  BOTO3("boto3", true),
  JAVASCRIPT("JavaScript v3, default chain", true),
  JAVASCRIPT_HTTP("JavaScript v3, `fromHttp`", false),
  JAVA("Java 2, default chain", true),
  JAVA_BROKER("Java 2, `BrokerCredentialsProvider`", false),
  CURL("curl", true);

  final String title;
  /** Whether it knows the instance metadata service. */
  final boolean metadata;

  InteropKind(String title, boolean metadata) {
    this.title = title;
    this.metadata = metadata;
  }

  /** Whether it uses the container endpoint, and with it a token. */
  boolean container() {
    return this != JAVA_BROKER;
  }

  /** Whether it re-reads a token from a file; AWS CLI 2 does since 2.13, and Debian has 2.9. */
  boolean tokenFile(Path folder) {
    return container() && !(this == AWS_CLI_2 && version(folder).matches("2\\.(\\d|1[0-2])\\..*"));
  }

  /** Skips or fails the test where it is not installed. */
  void need(Path folder) {
    switch (this) {
      case AWS_CLI_1, AWS_CLI_2 -> cli();
      case BOTO3 -> Tools.needPythonModule("boto3", folder);
      case JAVASCRIPT, JAVASCRIPT_HTTP -> {
        Tools.need("node");
        Tools.needFile(modules());
      }
      case JAVA, JAVA_BROKER -> {
        // The SDK is on this class path.
      }
      case CURL -> Tools.need("curl");
    }
  }

  /**
   * Starts it, or gets ready to start it for each call.
   *
   * @param profile for a client that is told one, and not an address
   */
  InteropClient open(Map<String, String> environment, Path folder, String profile) {
    var all = new HashMap<>(environment);
    all.putIfAbsent("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9"); // nobody: no call leaves the machine
    Path log = folder.resolve(name() + ".log");
    return switch (this) {
      case AWS_CLI_1, AWS_CLI_2 -> new InteropClient.Command(all, folder, List.of(cli()));
      case BOTO3 ->
        new InteropClient.Staying(all, log, List.of("python3", resource("boto3_client.py").toString()));
      case JAVASCRIPT -> new InteropClient.Staying(all, log, List.of("node", script()));
      case JAVASCRIPT_HTTP -> new InteropClient.Staying(all, log, List.of("node", script(), "fromHttp"));
      case JAVA -> new InteropClient.Staying(all, log, java(List.of()));
      case JAVA_BROKER -> new InteropClient.Staying(all, log, java(List.of(profile)));
      case CURL -> {
        all.keySet().removeIf(name -> name.startsWith("AWS_EC2") && !environment.containsKey(name));
        yield new InteropClient.Command(all, folder, List.of("sh", resource("curl_client.sh").toString()));
      }
    };
  }

  /** Its version, as it says itself. */
  String version(Path folder) {
    var home = Map.of("HOME", System.getProperty("user.home"));
    return switch (this) {
      case AWS_CLI_1, AWS_CLI_2 -> versionOf(cli());
      case BOTO3 -> Run.of(home, folder, List.of("python3", "-c", "import boto3; print(boto3.__version__)"))
          .succeeded().strip();
      case JAVASCRIPT, JAVASCRIPT_HTTP -> text(resource("javascript/package.json"))
          .replaceAll("(?s).*\"@aws-sdk/client-sts\": \"([^\"]+)\".*", "$1");
      case JAVA, JAVA_BROKER -> software.amazon.awssdk.core.util.VersionInfo.SDK_VERSION;
      case CURL -> Run.of(home, folder, List.of("curl", "--version")).succeeded().split(" ", 3)[1];
    };
  }

  private String cli() {
    String wanted = this == AWS_CLI_1 ? "1." : "2.";
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(dir -> Path.of(dir, "aws"))
        .filter(Files::isExecutable).map(Path::toString).filter(one -> versionOf(one).startsWith(wanted))
        .findFirst()
        .orElseGet(() -> {
          Tools.absent(title);
          return "";
        });
  }

  private static String versionOf(String cli) {
    Run run = Run.of(Map.of("HOME", System.getProperty("user.home")), Path.of("").toAbsolutePath(),
        List.of(cli, "--version"));
    return run.succeeded().replaceFirst("^aws-cli/(\\S+).*\\s*", "$1");
  }

  private static List<String> java(List<String> arguments) {
    String own = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .reduce((a, b) -> a + File.pathSeparator + b).orElseThrow();
    try (Stream<Path> jars = Files.list(Distribution.home().resolve("lib"))) {
      String client = jars.map(Path::toString)
          .filter(jar -> jar.contains("/broker-client-") || jar.contains("/jspecify-"))
          .reduce(own, (a, b) -> a + File.pathSeparator + b);
      return Stream.concat(
          Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1", "-cp",
              client,
              resource("JavaClient.java").toString()),
          arguments.stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String script() {
    return modules().resolveSibling("client.mjs").toString();
  }

  /** Where {@code src/interop/install} has put the SDK, beside the program that uses it. */
  private static Path modules() {
    return Path.of("target/interop/node_modules").toAbsolutePath();
  }

  static Path resource(String name) {
    return Path.of("src/interop").toAbsolutePath().resolve(name);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
