package io.credentialbroker.client.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DefaultSectionTest {
  @TempDir
  private Path home;

  @ParameterizedTest
  @ValueSource(strings = { "[default]\naws_access_key_id=A", "[default]\nregion = x\n\nAWS_ACCESS_KEY_ID = A",
      "# c\n[ default ] # c\nrole_arn=r", "[other]\nx=1\n[default]\ncredential_process = p",
      "[profile default]\nsso_session = s", "[ profile  default ]\nlogin_session = s"})
  void in_configWithCredentialsInDefault_isFound(String text) throws IOException {
    Path config = write("config", text);

    assertThat(DefaultSection.in(Map.of("HOME", home.toString())))
        .containsExactly(new DefaultSection.Found("AWS_CONFIG_FILE", config));
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "[default]", "[default]\nregion=x", "[profile deploy]\nrole_arn=r",
      "[default]\nregion=x\n[profile deploy]\naws_access_key_id=A", "[default]\ns3 =\n  role_arn = nested",
      "[default]\n#role_arn=r", "[default]\nrole_arn", "role_arn=r",
      "[sso-session default]\nsso_start_url=u"})
  void in_configWithoutCredentialsInDefault_isNotFound(String text) throws IOException {
    write("config", text);

    assertThat(DefaultSection.in(Map.of("HOME", home.toString()))).isEmpty();
  }

  @Test
  void in_keysInTheCredentialsFile_findsThatFileOnly() throws IOException {
    write("config", "[default]\nregion=x");
    Path credentials = write("credentials", "[default]\naws_access_key_id=A\naws_secret_access_key=canary");

    assertThat(DefaultSection.in(Map.of("HOME", home.toString())))
        .containsExactly(new DefaultSection.Found("AWS_SHARED_CREDENTIALS_FILE", credentials));
  }

  @Test
  void in_profileHeadingInTheCredentialsFile_isAnotherProfile() throws IOException {
    write("credentials", "[profile default]\naws_access_key_id=A");

    assertThat(DefaultSection.in(Map.of("HOME", home.toString()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({ "~/mine, true", "/nonexistent/mine, false", "/dev/null, false"})
  void in_fileNamedByItsVariable_countsInsteadOfTheUsualOne(String named, boolean found) throws IOException {
    write("config", "[default]\nrole_arn=r");
    Files.writeString(home.resolve("mine"), "[default]\nrole_arn=r");

    assertThat(DefaultSection.in(Map.of("HOME", home.toString(), "AWS_CONFIG_FILE", named)).isEmpty())
        .isEqualTo(!found);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(Files.createDirectories(home.resolve(".aws")).resolve(name), text);
  }
}
