package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.profiles.ProfileProperty;

/** docs/profiles.md against the code: the table of keys says what the code does. */
class ProfileKeysTest {
  private static final Pattern ROW = Pattern
      .compile("\\| `([a-z0-9_]+)` \\| (yes|no) \\| ([^|]+) \\| ([^|]+) \\|");
  private static final String KEYS = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = s\n";
  private static final String ROLE = "role_arn = arn:aws:iam::123456789012:role/r\n";
  private static final String SOURCED = ROLE + "source_profile = base\n";
  private static final String IMDS = "credential_source = Ec2InstanceMetadata\n";
  private static final String LEGACY_SSO = """
      sso_start_url = https://x/start
      sso_region = us-east-2
      sso_account_id = 123456789012
      sso_role_name = R
      """;
  private static final String OTHER_SECTIONS = """
      [sso-session s]
      sso_start_url = https://s
      sso_region = us-east-2
      [services v]
      sts =
        endpoint_url = https://services
      [profile other]
      """ + KEYS;

  /** For each used key a profile without it, and the line that must change what the profile becomes. */
  private static final Map<String, List<String>> USES = Map.ofEntries(
      use("aws_access_key_id", "aws_secret_access_key = s\n", "AKIAEXAMPLE"),
      use("aws_secret_access_key", "aws_access_key_id = AKIAEXAMPLE\n", "s"),
      use("aws_session_token", KEYS, "t"), use("aws_security_token", KEYS, "t"),
      use("aws_account_id", KEYS, "123456789012"), use("role_arn", "source_profile = base\n",
          "arn:aws:iam::123456789012:role/r"),
      use("source_profile", ROLE, "base"), use("credential_source", ROLE, "EcsContainer"),
      use("role_session_name", SOURCED, "name"), use("duration_seconds", SOURCED, "900"),
      use("external_id", SOURCED, "id"), use("mfa_serial", SOURCED, "GAHT12345678"),
      use("web_identity_token_file", ROLE, "/t"), use("credential_process", "", "c"),
      use("sso_session", "sso_account_id = 123456789012\nsso_role_name = R\n", "s"),
      use("sso_start_url", LEGACY_SSO.replaceFirst("(?m)^sso_start_url.*\n", ""), "https://x/start"),
      use("sso_region", LEGACY_SSO.replaceFirst("(?m)^sso_region.*\n", ""), "us-east-2"),
      use("sso_account_id", LEGACY_SSO.replaceFirst("(?m)^sso_account_id.*\n", ""), "123456789012"),
      use("sso_role_name", LEGACY_SSO.replaceFirst("(?m)^sso_role_name.*\n", ""), "R"),
      use("login_session", "", "arn:aws:iam::123456789012:user/a"), use("region", SOURCED, "eu-west-1"),
      use("endpoint_url", SOURCED, "https://profile"), use("services", SOURCED, "v"),
      use("ignore_configured_endpoint_urls", SOURCED + "endpoint_url = https://profile\n", "true"),
      use("sts_regional_endpoints", SOURCED, "legacy"), use("use_fips_endpoint", SOURCED, "true"),
      use("use_dualstack_endpoint", SOURCED, "true"),
      use("ec2_metadata_service_endpoint", IMDS, "http://elsewhere"),
      use("ec2_metadata_service_endpoint_mode", IMDS, "IPv6"), use("metadata_service_timeout", IMDS, "2"),
      use("metadata_service_num_attempts", IMDS, "2"));

  @TempDir
  Path home;

  @TestFactory
  Stream<DynamicTest> table_usedKey_changesWhatAProfileBecomes() throws IOException {
    var used = documented("yes");
    assertThat(used).containsExactlyInAnyOrderElementsOf(USES.keySet());
    return used.stream().map(key -> DynamicTest.dynamicTest(key, () -> {
      List<String> use = USES.getOrDefault(key, List.of());
      assertThat(becomes(use.getFirst() + key + " = " + use.getLast() + "\n"))
          .isNotEqualTo(becomes(use.getFirst()));
    }));
  }

  @TestFactory
  Stream<DynamicTest> table_unusedKey_changesNothing() throws IOException {
    return documented("no").stream().map(key -> DynamicTest.dynamicTest(key, () -> {
      for (String profile : List.of(KEYS, SOURCED, IMDS, LEGACY_SSO)) {
        assertThat(becomes(profile + key + " = true\n")).isEqualTo(becomes(profile));
      }
    }));
  }

  @Test
  void page_everyKeyThatTheSdkKnows_isOnIt() throws IOException, IllegalAccessException {
    var known = new ArrayList<String>();
    for (var field : ProfileProperty.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof String key) {
        known.add('`' + key + '`');
      }
    }
    assertThat(known).hasSizeGreaterThan(30);
    assertThat(page()).contains(known);
  }

  @Test
  void table_testsNamed_exist() throws IOException {
    var names = rows().values().stream().flatMap(row -> Arrays.stream(row.get(2).split(",")))
        .map(name -> name.strip().replace("`", "")).distinct().toList();
    assertThat(names).isNotEmpty().allSatisfy(
        name -> assertThat(Class.forName(getClass().getPackageName() + '.' + name)).isNotNull());
  }

  @Test
  void table_testsNamedForAUsedKey_haveTheKeyInThem() throws IOException {
    Path sources = Path.of("src", "test", "java").resolve(getClass().getPackageName().replace('.', '/'));
    for (String key : documented("yes")) {
      var texts = new StringBuilder();
      for (String name : rows().getOrDefault(key, List.of()).get(2).split(",")) {
        texts.append(Files.readString(sources.resolve(name.strip().replace("`", "") + ".java")));
      }
      assertThat(texts.indexOf(key)).as(key).isPositive();
    }
  }

  /** The catalog's entry, or the problem in words without the place. */
  private String becomes(String profile) {
    var files = new SharedFilesFixture(home).credentials("[base]\n" + KEYS)
        .config("[profile p]\n" + profile + OTHER_SECTIONS);
    var explained = files.reader().explain(new ProfileName("p"));
    var problem = explained.problem();
    return problem == null ? files.servable("p").toString() : problem.key() + ": " + problem.message();
  }

  private static List<String> documented(String used) throws IOException {
    return rows().entrySet().stream().filter(row -> row.getValue().getFirst().equals(used))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, List<String>> rows() throws IOException {
    var rows = new LinkedHashMap<String, List<String>>();
    ROW.matcher(page()).results().forEach(row -> assertThat(
        rows.put(row.group(1), List.of(row.group(2), row.group(3), row.group(4)))).as(row.group(1)).isNull());
    assertThat(rows).hasSizeGreaterThan(35);
    return rows;
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "profiles.md"));
  }

  private static Map.Entry<String, List<String>> use(String key, String profile, String value) {
    return Map.entry(key, List.of(profile, value));
  }
}
