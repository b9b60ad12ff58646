package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.ProfileCatalog.Broken;
import io.credentialbroker.core.profile.ProfileCatalog.Servable;
import io.credentialbroker.core.profile.ProfileCatalog.WithoutCredentials;
import io.credentialbroker.core.session.SessionKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the files, reading ends in a catalog: nothing is thrown and no secret gets out. */
class ProfileReaderFuzzTest {
  private static final String CANARY = "canary7d1f";

  private static final List<String> NAMES = List.of("a", "b", "c", "default", "x y", "", "profile", "é");
  private static final List<String> HEADS = List.of("[%s]", "[profile %s]", "[sso-session %s]",
      "[services %s]",
      "[profile  %s ] # c", "[%s");
  private static final List<String> KEYS = List.of("aws_access_key_id", "aws_secret_access_key",
      "aws_session_token", "role_arn", "source_profile", "credential_source", "web_identity_token_file",
      "sso_session", "sso_account_id", "sso_role_name", "sso_region", "sso_start_url", "login_session",
      "credential_process", "duration_seconds", "role_session_name", "external_id", "mfa_serial", "region",
      "services", "endpoint_url", "sts_regional_endpoints", "use_fips_endpoint",
      "ec2_metadata_service_endpoint_mode", "metadata_service_timeout", "ROLE_ARN", "sts");
  private static final List<String> VALUES = List.of("a", "b", "c", "", "Environment", "Ec2InstanceMetadata",
      "EcsContainer", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:mfa/m", "900", "43201",
      "true", "https://x", "legacy", "IPv6", "\u0000", "\n  endpoint_url = https://y", "~", "%s%n", "é");

  @TempDir
  Path home;

  @Test
  void read_anyLines_endsInACatalogWithoutSecrets() {
    long seed = Long.getLong("broker.seed", new Random().nextLong());
    System.out.println("ProfileReaderFuzzTest seed " + seed);
    var random = new Random(seed);
    var files = new SharedFilesFixture(home);
    for (int round = 0; round < 500; round++) {
      String config = lines(random);
      String credentials = lines(random);
      files.config(config).credentials(credentials);
      assertSound(files, "seed " + seed + " round " + round);
    }
  }

  @Test
  void read_everyTruncationOfAGoodFile_endsInACatalogWithoutSecrets() {
    String good = """
        [profile role]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = base
        services = s
        [services s]
        sts =
          endpoint_url = https://sts.example.com
        [profile base]
        aws_access_key_id = AKIAEXAMPLE
        aws_secret_access_key = %s
        """.formatted(CANARY);
    var files = new SharedFilesFixture(home);
    for (int length = 0; length <= good.length(); length++) {
      files.config(good.substring(0, length));
      assertSound(files, "length " + length);
    }
    assertThat(files.recipe("role")).isInstanceOf(Recipe.AssumeRole.class);
  }

  private static void assertSound(SharedFilesFixture files, String which) {
    ProfileReader reader = files.reader();
    ProfileCatalog catalog = reader.read();
    assertThat(catalog.toString()).as(which).doesNotContain(CANARY);
    catalog.entries().forEach((name, entry) -> {
      Explanation explained = reader.explain(name);
      assertThat(explained.toString()).as(which).doesNotContain(CANARY);
      switch (entry) {
        case Servable servable -> {
          assertThat(SessionKey.of(servable.recipe()).hex()).as(which).hasSize(64);
          assertThat(explained.served()).as(which).isNotNull();
          assertThat(explained.notes()).as(which).isEqualTo(servable.notes());
        }
        case Broken(var problem) -> {
          assertThat(explained.problem()).as(which).isEqualTo(problem);
          assertThat(problem.message()).as(which).isNotBlank();
          assertThat(problem.remedy()).as(which).isNotBlank();
        }
        case WithoutCredentials(var problem) -> assertThat(explained.problem()).as(which).isEqualTo(problem);
      }
    });
  }

  /** Mostly well-formed, so that most rounds get past the parser. */
  private static String lines(Random random) {
    var text = new StringBuilder();
    int sections = random.nextInt(6);
    for (int section = 0; section < sections; section++) {
      boolean odd = random.nextInt(12) == 0;
      String name = NAMES.get(random.nextInt(odd ? NAMES.size() : 4));
      text.append(HEADS.get(random.nextInt(odd ? HEADS.size() : 4)).formatted(name)).append('\n');
      int keys = random.nextInt(8);
      for (int key = 0; key < keys; key++) {
        String written = KEYS.get(random.nextInt(KEYS.size()));
        boolean secret = written.equals("aws_secret_access_key") || written.equals("aws_session_token");
        text.append(written).append(random.nextInt(60) == 0 ? " " : " = ")
            .append(secret ? CANARY : VALUES.get(random.nextInt(VALUES.size()))).append('\n');
      }
    }
    return text.toString();
  }
}
