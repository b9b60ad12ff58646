package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as people really have them. */
class SharedFilesTest {
  private static final String KEYS = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = s\n";

  @TempDir
  Path home;

  private SharedFilesFixture files;

  @BeforeEach
  void open() {
    files = new SharedFilesFixture(home);
  }

  @Test
  void files_variables_homeExpandedAndBlankIgnored() {
    assertThat(SharedFiles.of(Map.of("AWS_CONFIG_FILE", "~/c", "AWS_SHARED_CREDENTIALS_FILE", " "), home))
        .isEqualTo(new SharedFiles(home.resolve("c"), home.resolve(".aws/credentials")));
  }

  @Test
  void homeOf_nothingSet_whatThePlatformSays() {
    assertThat(SharedFiles.homeOf(Map.of("USERPROFILE", "/x"), false, home)).isEqualTo(home);
    assertThat(SharedFiles.homeOf(Map.of("HOMEDRIVE", "C:"), true, home)).isEqualTo(home);
  }

  @Test
  void read_noFiles_emptyCatalogWithoutProblems() {
    assertThat(files.read()).isEqualTo(ProfileCatalog.EMPTY);
    assertThat(files.reader().files()).containsExactly(files.config, files.credentials);
  }

  @Test
  void read_nullDevice_empty() {
    files.variable("AWS_CONFIG_FILE", "/dev/null").variable("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    assertThat(files.read()).isEqualTo(ProfileCatalog.EMPTY);
  }

  @Test
  void read_endlessDevice_problemAtOnce() {
    assertThat(files.variable("AWS_CONFIG_FILE", "/dev/zero").read().fileProblems()).hasSize(1);
  }

  @Test
  void read_byteOrderMark_passedOver() {
    files.credentials("\uFEFF[base]\n" + KEYS);
    assertThat(files.recipe("base")).isInstanceOf(Recipe.SessionToken.class);
  }

  @Test
  void read_latin1Comment_served() throws IOException {
    Files.write(files.credentials, ("# Schlüssel\n[base]\n" + KEYS).getBytes(StandardCharsets.ISO_8859_1));
    assertThat(files.recipe("base")).isInstanceOf(Recipe.SessionToken.class);
  }

  @Test
  void read_hugeFile_problemNamesTheLimit() throws IOException {
    try (var huge = Files.newByteChannel(Files.createFile(files.config),
        StandardOpenOption.WRITE)) {
      huge.position(SharedFile.LARGEST).write(ByteBuffer.wrap(new byte[]{ '\n'}));
    }
    assertThat(files.read().fileProblems()).singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("8 MiB"));
  }

  @ParameterizedTest
  @CsvSource({ "config, [base], [profile base]", "credentials, [profile base], [base]"})
  void read_wrongPrefix_brokenWithTheRightOne(String file, String written, String right) {
    Path target = file.equals("config") ? files.config : files.credentials;
    ProfileProblem problem = put(target, written + "\n" + KEYS).problem("base");
    assertThat(problem.file()).isEqualTo(target + ":1");
    assertThat(problem.message()).contains("[" + written.substring(1));
    assertThat(problem.remedy()).contains(right);
  }

  @Test
  void read_wrongPrefixBesideARightOne_rightOneServed() {
    files.config("[base]\nrole_arn = x\n").credentials("[base]\n" + KEYS);
    assertThat(files.recipe("base")).isInstanceOf(Recipe.SessionToken.class);
  }

  @Test
  void read_quotedNameWithBlank_brokenWithReason() {
    ProfileProblem problem = files.config("[profile \"my team\"]\n" + KEYS).problem("my team");
    assertThat(problem.message()).contains("characters");
  }

  @Test
  void read_sectionsOfOtherTools_nothingSaid() {
    files.config("[plugins]\ncli_legacy_plugin_path = x\n[preview]\ncloudsearch = true\n");
    assertThat(files.read()).isEqualTo(ProfileCatalog.EMPTY);
  }

  @Test
  void read_nameLongerThanAnyRequestCanHave_leftOut() {
    files.credentials("[" + "n".repeat(257) + "]\n" + KEYS + "[" + "n".repeat(256) + "]\n" + KEYS);
    assertThat(files.read().entries()).containsOnlyKeys(new ProfileName("n".repeat(256)));
  }

  @Test
  void globs_starAndQuestionMark_wholeNameOnly() {
    assertThat(new ProfileGlobs(List.of("dev-?", "*.admin")).match(new ProfileName("dev-1")))
        .isTrue();
    assertThat(new ProfileGlobs(List.of("*.admin")).match(new ProfileName("a.admin"))).isTrue();
    assertThat(new ProfileGlobs(List.of("*.admin")).match(new ProfileName("xadmin"))).isFalse();
    assertThat(new ProfileGlobs(List.of("dev")).match(new ProfileName("dev-1"))).isFalse();
    assertThat(ProfileGlobs.ALL.match(new ProfileName("any.thing[at]\\E all"))).isTrue();
  }

  private SharedFilesFixture put(Path file, String text) {
    return file.equals(files.config) ? files.config(text) : files.credentials(text);
  }
}
