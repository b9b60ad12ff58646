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

/** Each compose file, brought up by the compose command; the application asks as its environment tells it. */
class ComposeIT {
  private static final String STATIC = "[profiles]\nserve_static_keys = [\"app\"]\n";
  /** What an SDK does with the two variables that the file sets. */
  private static final String FETCH = "curl -s -m 20 -o /dev/null -w '%{http_code}' -H \"Authorization: "
      + "$(cat $AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)\" $AWS_CONTAINER_CREDENTIALS_FULL_URI";

  @TempDir
  private Path folder;

  private Compose of(Path file, String settings) throws IOException {
    var images = Map.of("BROKER_IMAGE", Engine.broker(), "APP_IMAGE", Engine.debian(), "TOKEN_IMAGE",
        Engine.debian());
    // The engine's users are not ours: the image's user reads this folder as a stranger.
    Path config = Files.createDirectory(folder.resolve("config"));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rwxr-xr-x"));
    put("broker.toml", STATIC + settings);
    put("aws-config", "[profile app]\nregion = eu-central-1\n");
    put("aws-credentials",
        "[app]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIEXAMPLEKEY\n");
    return new Compose(file, folder, images);
  }

  private void put(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config").resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void sharedNetwork_application_isServedAndServedAgainByTheNextBroker() throws Exception {
    Path file = Path.of("compose/shared-network.yaml");
    try (var compose = of(file, settingsIn(file))) {
      compose.up();
      assertThat(compose.inApplication(FETCH)).as(compose::logs).isEqualTo("200");
      String first = compose.id("broker");
      compose.up("--force-recreate");
      assertThat(compose.id("broker")).isNotEqualTo(first);
      assertThat(compose.inApplication(FETCH)).as(compose::logs).isEqualTo("200");
    }
  }

  @Test
  void bridge_application_needsTheTokenMadeForThatNetwork() throws Exception {
    Path file = Path.of("compose/bridge.yaml");
    try (var compose = of(file, settingsIn(file))) {
      compose.up();
      assertThat(compose.inApplication(FETCH)).as(compose::logs).isEqualTo("200");
      assertThat(compose.inApplication(FETCH.replaceFirst("\\$\\(cat [^)]*\\)", "wrong-token-of-nobody")))
          .isEqualTo("401");
      assertThat(compose.inApplication("find / -xdev -name '*.sock' -path '*broker*' 2>/dev/null; ls /run"))
          .as("the broker's sockets")
          .doesNotContain("broker");
      assertThat(compose.inApplication("stat -c %a:%u $AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").strip())
          .isEqualTo("600:" + Engine.USER);
    }
  }

  /** What the file's own comment says that broker.toml has to hold. */
  private static String settingsIn(Path file) throws IOException {
    return Files.readString(file).lines().dropWhile(line -> !line.equals("#   [audit]"))
        .takeWhile(line -> line.startsWith("#   ")).map(line -> line.substring(4))
        .collect(Collectors.joining("\n"));
  }
}
