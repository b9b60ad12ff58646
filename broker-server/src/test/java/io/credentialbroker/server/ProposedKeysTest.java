package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.iam.explain.ExampleValues;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.KeyPlace;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.config.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key that the doctor may propose, pasted where the doctor says, is taken by the daemon's own reader. */
class ProposedKeysTest {
  @TempDir
  Path home;
  private Path config;
  private Path credentials;
  private ConfigFile toml;
  private final Map<String, String> environment = new HashMap<>();

  private static final String KEYS = """
      [profile keys]
      aws_access_key_id = AKIA
      aws_secret_access_key = s
      [profile OTHER-PROFILE]
      aws_access_key_id = AKIA
      aws_secret_access_key = s
      """;

  static Stream<String> keysOfRoles() {
    // Long-term keys are refused there, and no step of such a role has them.
    return keys().filter(key -> !key.startsWith("aws_"));
  }

  static Stream<String> keys() {
    return ExampleValues.keys().stream().sorted();
  }

  @BeforeEach
  void layOut() throws Exception {
    config = Files.createDirectory(home.resolve(".aws")).resolve("config");
    credentials = home.resolve(".aws/credentials");
    toml = ConfigFile.named(Files.createFile(home.resolve("broker.toml")), home);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void block_keyOfAProfile_isTakenFromItsFile(String key) throws Exception {
    boolean ofKeys = key.startsWith("aws_");
    Files.writeString(config,
        KEYS + "[profile deploy]\n" + (ofKeys ? "region = us-east-1\n" : role(key, "%s = %s\n")));
    Files.writeString(credentials, "[deploy]\n" + (ofKeys ? longTerm(key) : ""));
    KeyPlace place = explain("deploy").places().of(blank("deploy"), key);
    paste(place, key);

    assertTaken("deploy", key);
  }

  @ParameterizedTest
  @MethodSource("keysOfRoles")
  void block_keyOfARoleInBrokerToml_isTakenFromThere(String key) throws Exception {
    Files.writeString(config, KEYS);
    Files.writeString(toml.path(), "[role.\"de ploy\"]\n" + role(key, "%s = \"%s\"\n"));
    KeyPlace place = explain("de ploy").places().of(blank("de ploy"), key);
    paste(place, key);

    assertThat(place.file()).isEqualTo(toml.path().toString());
    assertTaken("de ploy", key);
  }

  @Test
  void block_keyThatStands_isOnItsLine() throws Exception {
    Files.writeString(config, "[profile deploy]\nrole_arn = arn:aws:iam::123456789012:role/r\n"
        + "source_profile = keys\nexternal_id = old\n");
    Files.writeString(credentials, "[keys]\naws_access_key_id = AKIA\naws_secret_access_key = s\n");
    Files.writeString(toml.path(), "[profile.deploy]\nrole_session_name = \"me\"\n");
    Explanation explained = explain("deploy");
    var served = Objects.requireNonNull(explained.served());
    var first = Objects.requireNonNull(served.base());

    assertThat(explained.places().of(served, "external_id").words()).isEqualTo(config + ":4");
    assertThat(explained.places().of(served, "role_session_name"))
        .isEqualTo(new KeyPlace(KeyPlace.Form.TOML, toml.path().toString(), 2, "[profile.deploy]",
            "role_session_name"));
    Explanation.Step keys = first.base() == null ? first : first.base();
    assertThat(explained.places().of(keys, "aws_secret_access_key"))
        .isEqualTo(new KeyPlace(KeyPlace.Form.SHARED, credentials.toString(), 3, "[keys]",
            "aws_secret_access_key"));
  }

  @Test
  void block_endpointOfAVariable_isTheVariables() throws Exception {
    environment.put("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1");
    Files.writeString(config, "[profile deploy]\nrole_arn = arn:aws:iam::123456789012:role/r\n"
        + "source_profile = keys\n[profile keys]\naws_access_key_id = AKIA\naws_secret_access_key = s\n");
    Explanation explained = explain("deploy");
    KeyPlace place = explained.places().of(Objects.requireNonNull(explained.served()), "endpoint_url");

    assertThat(place.words()).isEqualTo("the environment of brokerd");
    assertThat(place.block("https://x", null)).isEqualTo("AWS_ENDPOINT_URL_STS=https://x");
  }

  /** A step of which nothing stands anywhere, so that every key has to be added. */
  private static Explanation.Step blank(String owner) {
    return new Explanation.Step("AssumeRole", owner, List.of(), null);
  }

  /** A role whose profile lacks one key. */
  private static String role(String without, String form) {
    String arn = without.equals("role_arn")
        ? ""
        : form.formatted("role_arn", "arn:aws:iam::123456789012:role/r");
    boolean ownSource = without.equals("source_profile") || without.equals("web_identity_token_file");
    return arn + (ownSource ? "" : form.formatted("source_profile", "keys"));
  }

  private static String longTerm(String without) {
    return ExampleValues.keys().stream().filter(key -> key.startsWith("aws_") && !key.equals(without))
        .map(key -> key + " = x\n").collect(Collectors.joining());
  }

  /** As a person does: below the section's header where it is there, else with it at the end. */
  private static void paste(KeyPlace place, String key) throws Exception {
    Path file = Path.of(place.file());
    String before = Files.readString(file);
    String block = place.block(ExampleValues.of(key), "a word") + '\n';
    String header = place.header() + '\n';
    Files.writeString(file, before.contains(header) ? before.replace(header, block) : before + block);
  }

  private void assertTaken(String profile, String key) throws Exception {
    Explanation explained = explain(profile);
    assertThat(explained.problem()).isNull();
    var taken = new ArrayList<String>();
    for (var step = explained.served(); step != null; step = step.base()) {
      step.settings().stream().filter(setting -> setting.name().equals(key)).map(Explanation.Setting::value)
          .forEach(taken::add);
      // The source itself is the sign that source_profile was read.
      taken.add(step.owner());
    }
    assertThat(taken).as("%s", explained).containsAnyOf(ExampleValues.of(key), "[secret]");
  }

  private Explanation explain(String profile) throws Exception {
    return Settings.read(toml).reader(toml, environment, home).explain(new ProfileName(profile));
  }
}
