package io.credentialbroker.server.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.server.transport.OwnUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedSessionsTest {
  private static final String CANARY_SECRET = "canary/Secret+Key0123456789abcdefghijklm";
  private static final String CANARY_TOKEN = "canarySessionToken//" + "x".repeat(700);
  private static final Moment NOW = new Moment(1_700_000_000_000L, 0, "boot", 60_000);

  @TempDir
  Path folder;
  private Path file;
  private Path key;

  @BeforeEach
  void makeKey() throws IOException {
    file = folder.resolve("sessions");
    key = secret(folder.resolve("key"), "k".repeat(32));
  }

  private static Path secret(Path path, String text) throws IOException {
    Files.writeString(path, text);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }

  private SealedSessions sealed(@Nullable Path keyFile, Map<String, String> environment) throws Exception {
    return SealedSessions
        .with(new RestartTerms(file, keyFile, Duration.ofHours(1), environment), OwnUser.uid());
  }

  private SealedSessions sealed() throws Exception {
    return sealed(key, Map.of());
  }

  private static RoleSession session(@Nullable String token, @Nullable Instant expiration) {
    var credentials = new Credentials("ASIAEXAMPLE", Secret.of(CANARY_SECRET),
        token == null ? null : Secret.of(token), expiration, null, expiration == null ? null : "arn:aws:x");
    return new RoleSession(SessionKey.ofHex("ab".repeat(32)), credentials,
        Instant.ofEpochMilli(NOW.wallMs()), Instant.parse("2026-01-01T01:02:03.123456789Z"));
  }

  private static CarriedSessions carried() {
    return new CarriedSessions(NOW, List.of(session(CANARY_TOKEN, Instant.parse("2026-01-01T01:02:03Z")),
        session(null, null)));
  }

  @Test
  void load_afterSave_isTheSameToTheNanosecond() throws Exception {
    sealed().save(carried());

    assertThat(sealed().load(NOW)).isEqualTo(carried());
  }

  @Test
  void save_anything_isNeverInTheClearAndForTheOwnerOnly() throws Exception {
    sealed().save(carried());
    sealed().save(carried());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    try (var all = Files.list(folder)) {
      assertThat(all).containsExactlyInAnyOrder(file, key).allSatisfy(path -> assertThat(
          Files.readString(path, StandardCharsets.ISO_8859_1)).doesNotContain("canary", "ASIA"));
    }
  }

  @Test
  void save_nothingHeld_removesTheFile() throws Exception {
    sealed().save(carried());
    sealed().save(new CarriedSessions(NOW, List.of()));

    assertThat(file).doesNotExist();
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> sealed().load(NOW));
  }

  @Test
  void save_symbolicLinkInItsPlace_replacesTheLinkAndNotItsTarget() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "mine");
    Files.createSymbolicLink(file, target);
    sealed().save(carried());

    assertThat(target).hasContent("mine");
    assertThat(file).isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void save_draftOfAKilledProcess_isReplaced() throws Exception {
    Files.writeString(folder.resolve(".sessions.new"), "half of");
    sealed().save(carried());

    assertThat(folder.resolve(".sessions.new")).doesNotExist();
    assertThat(sealed().load(NOW)).isEqualTo(carried());
  }

  @Test
  void load_symbolicLink_isRefused() throws Exception {
    sealed().save(carried());
    Files.move(file, folder.resolve("elsewhere"));
    Files.createSymbolicLink(file, folder.resolve("elsewhere"));

    refused("symbolic link");
  }

  @ParameterizedTest
  @ValueSource(strings = { "rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
  void load_othersMayTouchIt_isRefused(String permissions) throws Exception {
    sealed().save(carried());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    refused("others");
  }

  @Test
  void load_fileOfAnotherUser_isRefused() throws Exception {
    assumeTrue(OwnUser.uid() == 0, "only root can give a file away");
    sealed().save(carried());
    Files.setAttribute(file, "unix:uid", 12345);

    refused("belongs to user 12345");
  }

  @Test
  void load_olderThanAllowed_isRefused() throws Exception {
    sealed().save(carried());

    assertThat(sealed().load(later(Duration.ofMinutes(60))).sessions()).hasSize(2);
    assertThatExceptionOfType(Unusable.class).isThrownBy(() -> sealed().load(later(Duration.ofMinutes(61))))
        .withMessageContaining("61 minutes old");
  }

  @Test
  void load_writtenInTheFutureOfAnotherBoot_isRefused() throws Exception {
    sealed().save(carried());
    var earlier = new Moment(NOW.wallMs() - 3_000, 0, "another", 1);

    assertThatExceptionOfType(Unusable.class).isThrownBy(() -> sealed().load(earlier))
        .withMessageContaining("future");
  }

  @Test
  void load_otherAwsVariables_isRefusedAndOtherVariablesAreNot() throws Exception {
    sealed(key, Map.of("AWS_ACCESS_KEY_ID", "one", "HOME", "/a")).save(carried());

    assertThat(sealed(key, Map.of("AWS_ACCESS_KEY_ID", "one", "HOME", "/b")).load(NOW)).isEqualTo(carried());
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> sealed(key, Map.of("AWS_ACCESS_KEY_ID", "two")).load(NOW));
  }

  @Test
  void load_folderInItsPlace_isRefused() throws Exception {
    Files.createDirectory(file);

    refused("not a plain file");
  }

  @Test
  void key_amongSystemdsCredentials_isFoundAndMayBeReadableByTheGroup() throws Exception {
    Path given = secret(folder.resolve("credential-broker.key"), "s".repeat(32));
    Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("r--r-----"));
    var environment = Map.of("CREDENTIALS_DIRECTORY", folder.toString());
    sealed(null, environment).save(carried());

    assertThat(sealed(null, environment).load(NOW)).isEqualTo(carried());
  }

  @Test
  void key_thatCannotBeUsed_saysWhichFileAndWhatToDo() throws Exception {
    Path wide = Files.setPosixFilePermissions(Files.writeString(folder.resolve("wide"), "k".repeat(32)),
        PosixFilePermissions.fromString("rw-r--r--"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), key);
    Path brief = secret(folder.resolve("brief"), "k".repeat(31));
    Path absent = folder.resolve("absent");

    noKey(wide, "readable by others than", "read or written by others");
    noKey(link, "link", "symbolic link");
    noKey(brief, "brief", "fewer than 32 bytes");
    noKey(absent, "absent", "does not exist");
    noKey(null, "", "restart.key_file is not set");
  }

  private void noKey(@Nullable Path keyFile, String name, String message) {
    assertThatExceptionOfType(Unusable.class).as(name).isThrownBy(() -> sealed(keyFile, Map.of()))
        .withMessageContaining(message)
        .withMessageContaining(keyFile == null ? "CREDENTIALS_DIRECTORY" : keyFile.toString())
        .satisfies(e -> assertThat(e.remedy()).isNotBlank());
  }

  private static Moment later(Duration by) {
    return new Moment(NOW.wallMs(), 0, "boot", NOW.uptimeMs() + by.toMillis());
  }

  private void refused(String message) throws Exception {
    var sealed = sealed();
    assertThatExceptionOfType(Unusable.class).isThrownBy(() -> sealed.load(NOW))
        .withMessageContaining(message);
  }
}
