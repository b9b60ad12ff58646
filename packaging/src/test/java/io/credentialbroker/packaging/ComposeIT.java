package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/** Each compose file, brought up on a real engine as it stands; the application asks as its environment tells it. */
class ComposeIT {
  private static final String STATIC = "[profiles]\nserve_static_keys = [\"app\"]\n";
  /** What an SDK does with the two variables that the file sets. */
  private static final String FETCH = "curl -s -m 20 -o /dev/null -w '%{http_code}' -H \"Authorization: "
      + "$(cat $AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)\" $AWS_CONTAINER_CREDENTIALS_FULL_URI";

  @TempDir
  private Path config;

  private Compose up(Path file, String settings) throws IOException {
    put("broker.toml", STATIC + settings);
    put("aws-config", "[profile app]\nregion = eu-central-1\n");
    put("aws-credentials",
        "[app]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIEXAMPLEKEY\n");
    // The engine's users are not ours: the image's user reads this folder as a stranger.
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Compose(file,
        Map.of("broker", Engine.broker(), "app", Engine.debian(), "token", Engine.debian()), config);
  }

  private void put(String name, String text) throws IOException {
    Path file = Files.writeString(config.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static String status(GenericContainer<?> app, String script) {
    return Engine.run(app, Engine.USER, "sh", "-c", script).getStdout();
  }

  @Test
  void sharedNetwork_application_isServed() throws Exception {
    try (var compose = up(Path.of("compose/shared-network.yaml"), "")) {
      var app = compose.start("app");
      assertThat(status(app, FETCH)).as(compose.start("broker")::getLogs).isEqualTo("200");
    }
  }

  @Test
  void bridge_application_needsTheTokenMadeForThatNetwork() throws Exception {
    Path file = Path.of("compose/bridge.yaml");
    try (var compose = up(file, settingsIn(file))) {
      var app = compose.start("app");
      assertThat(status(app, FETCH)).as(compose.start("broker")::getLogs).isEqualTo("200");
      assertThat(status(app, FETCH.replaceFirst("\\$\\(cat [^)]*\\)", "wrong-token-of-nobody")))
          .isEqualTo("401");
      // The user's own token is for loopback.
      assertThat(
          status(app, FETCH.replaceFirst("\\$\\(cat [^)]*\\)", "\\$(cat /run/credential-broker/token)")))
          .isEqualTo("401");
      assertThat(status(app, "stat -c %a:%u $AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").strip())
          .isEqualTo("600:" + Engine.USER);
    }
  }

  /** What the file's own comment says that broker.toml has to hold. */
  private static String settingsIn(Path file) throws IOException {
    return Files.readString(file).lines().dropWhile(line -> !line.equals("#   [listen]"))
        .takeWhile(line -> line.startsWith("#   ")).map(line -> line.substring(4))
        .collect(Collectors.joining("\n"));
  }
}
