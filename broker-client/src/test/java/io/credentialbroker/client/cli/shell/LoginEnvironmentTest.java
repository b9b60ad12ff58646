package io.credentialbroker.client.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginEnvironmentTest {
  /** What systemd itself reads the file with. */
  private static final Path GENERATOR = Path
      .of("/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator");

  @TempDir
  private Path folder;

  private LoginEnvironment session;

  @BeforeEach
  void open() throws BrokerException {
    session = LoginEnvironment.of(here(Map.of("XDG_CONFIG_HOME", folder.toString())));
  }

  @Test
  void install_twice_writesOnce() throws Exception {
    assertThat(session.install(Map.of("AWS_REGION", "eu-central-1"))).isTrue();
    var written = Files.getLastModifiedTime(session.file());
    assertThat(session.install(Map.of("AWS_REGION", "eu-central-1"))).isFalse();
    assertThat(Files.getLastModifiedTime(session.file())).isEqualTo(written);
    assertThat(Files.readString(session.file())).endsWith("AWS_REGION=eu-central-1\n");
    assertThat(session.install(Map.of("AWS_REGION", "eu-west-1"))).isTrue();
    try (var files = Files.list(session.file().getParent())) {
      assertThat(files).containsExactly(session.file());
    }
  }

  @Test
  void uninstall_twice_removesOnce() throws Exception {
    session.install(Map.of("AWS_REGION", "eu-central-1"));
    assertThat(session.uninstall()).isTrue();
    assertThat(session.uninstall()).isFalse();
    assertThat(session.file()).doesNotExist();
  }

  @Test
  void installAndUninstall_fileOfSomebodyElse_isLeftAlone() throws Exception {
    Files.createDirectories(session.file().getParent());
    Files.writeString(session.file(), "A=b\n");
    assertThatThrownBy(() -> session.install(Map.of("C", "d"))).hasMessageContaining("was not written by");
    assertThatThrownBy(() -> session.uninstall()).hasMessageContaining("was not written by");
    assertThat(session.file()).hasContent("A=b\n");
  }

  @Test
  void of_home_isBelowItsConfig() throws BrokerException {
    assertThat(LoginEnvironment.of(here(Map.of("HOME", "/h"))).file())
        .isEqualTo(Path.of("/h/.config/environment.d/60-credential-broker.conf"));
    assertThatThrownBy(() -> LoginEnvironment.of(here(Map.of()))).hasMessageContaining("HOME");
  }

  @Test
  void install_oddValues_comeOutOfSystemdAsTheyWentIn() throws Exception {
    assumeTrue(Files.isExecutable(GENERATOR), "systemd's generator is not here");
    var values = new LinkedHashMap<String, String>();
    values.put("AWS_A", "http://127.0.0.1:9780/v1/credentials/a%20b");
    values.put("AWS_B", "/run/it's $HOME/\"token\"\\x #1");
    values.put("AWS_C", "$${HOME}$");
    session.install(values);
    var builder = new ProcessBuilder("sh", "-c", "eval \"$(" + GENERATOR + ")\"; "
        + "printf '%s\\n%s\\n%s\\n' \"$AWS_A\" \"$AWS_B\" \"$AWS_C\"")
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out.lines()).containsExactlyElementsOf(values.values());
  }

  private static Surroundings here(Map<String, String> environment) {
    var none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Surroundings(environment, none, none, false, null, millis -> false);
  }
}
