package io.credentialbroker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is on during a run: an offline AWS in a process of its own, the packaged daemon with ten profiles, and nginx,
 * which answers the same bytes under the same conditions. All of it lies in one folder that is removed at the end.
 */
final class Stage implements AutoCloseable {
  static final int PROFILES = 10;

  private final Path folder;
  private final Distribution distribution;
  private final Program sandbox;
  private final Daemon daemon;
  private final Nginx nginx;

  private Stage(Path folder, Distribution distribution, Program sandbox, Daemon daemon, Nginx nginx) {
    this.folder = folder;
    this.distribution = distribution;
    this.sandbox = sandbox;
    this.daemon = daemon;
    this.nginx = nginx;
  }

  static Stage set(Distribution distribution) throws Exception {
    Path folder = Files.createTempDirectory("broker-bench");
    Path aws = folder.resolve("aws");
    Program sandbox = Program.start("sandbox", folder, Map.of(), distribution.sandbox(aws));
    try {
      sandbox.await(() -> Files.exists(aws.resolve("config")));
      addProfiles(aws.resolve("config"));
      Daemon daemon = Daemon.start(distribution, folder, environment(folder));
      try {
        for (int i = 0; i < PROFILES; i++) {
          daemon.awaitSession(profile(i));
        }
        Answer answer = daemon.answer(profile(0));
        return new Stage(folder, distribution, sandbox, daemon,
            Nginx.start(folder, daemon.token(), answer.body()));
      } catch (Exception e) {
        daemon.close();
        throw e;
      }
    } catch (Exception e) {
      sandbox.close();
      throw e;
    }
  }

  /** One role and ten names of sessions: to the daemon these are ten recipes, and so ten sessions. */
  private static void addProfiles(Path config) throws IOException {
    String demo = Stream.of(Files.readString(config).split("(?=\\[profile )"))
        .filter(section -> section.startsWith("[profile demo]")).findFirst().orElseThrow();
    var more = new StringBuilder();
    IntStream.range(0, PROFILES).forEach(i -> more.append('\n')
        .append(demo.replace("[profile demo]",
            "[profile " + profile(i) + "]\nrole_session_name = " + profile(i))));
    Files.writeString(config, Files.readString(config) + more);
  }

  static String profile(int number) {
    return "bench-" + number;
  }

  private static Map<String, String> environment(Path folder) {
    var environment = new HashMap<String, String>();
    environment.put("HOME", folder.toString());
    environment.put("AWS_CONFIG_FILE", folder.resolve("aws/config").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("aws/credentials").toString());
    return environment;
  }

  Map<String, String> environment() {
    return environment(folder);
  }

  Path folder() {
    return folder;
  }

  Distribution distribution() {
    return distribution;
  }

  Daemon daemon() {
    return daemon;
  }

  Nginx nginx() {
    return nginx;
  }

  /** The request that is sent to both, with everything on that production has. */
  String path() {
    return "/v1/credentials/" + profile(0);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : List.of(nginx, daemon, sandbox)) {
      each.close();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> {
        try {
          Files.delete(path);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }
}
