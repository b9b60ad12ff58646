package io.credentialbroker.server.tokens;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.Client;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Pace;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.transport.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamedTokensTest {
  private static final Peer ME = new Peer(1000, 1);

  @TempDir
  Path folder;
  private final ManualTime time = ManualTime.start();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private StateFile file;
  private ClientTokens registry;
  private NamedTokens named;

  @BeforeEach
  void start() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    int uid = (Integer) requireNonNull(Files.getAttribute(folder, "unix:uid"));
    file = new StateFile(folder.resolve("state/tokens.json"), uid);
    restart();
  }

  /** As a new daemon finds things. */
  private void restart() {
    registry = new ClientTokens(new SecureRandom(), time);
    named = new NamedTokens(registry, file, time, Set.of(ME.uid()), () -> Pace.UNLIMITED, "build"::equals,
        later::add);
    named.load();
  }

  private static TokenWish wish(String name) {
    return new TokenWish(name, List.of("dev-*"), Set.of(), null, TokenTerms.UNLIMITED);
  }

  @Test
  void create_anyName_givesATokenWithItsGrantThatOutlivesARestart() throws Exception {
    String token = named.create(wish("ci")).token().reveal();
    for (int i = 0; i < 3; i++) {
      Client client = registry.authenticate(token, ME);
      assertThat(client).isNotNull();
      assertThat(client.name()).isEqualTo("ci");
      assertThat(client.grant().allows(new ProfileName("dev-a"))).isTrue();
      assertThat(client.grant().allows(new ProfileName("prod"))).isFalse();
      restart();
    }
  }

  @Test
  void create_thatIsKept_leavesNothingOfTheTokenOnTheDisk() throws Exception {
    String token = named.create(wish("ci")).token().reveal();
    String text = Files.readString(file.path());

    assertThat(text).contains("\"ci\"").doesNotContain(token).doesNotContain(token.substring(0, 20));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path()))).isEqualTo(
        "rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path().getParent())))
        .isEqualTo("rwx------");
    assertThat(file.path().getParent()).isDirectoryContaining(one -> one.equals(file.path()));
    try (var all = Files.list(file.path().getParent())) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void create_nobodyNamed_isForTheDaemonsOwnUserOnly() throws Exception {
    String mine = named.create(wish("mine")).token().reveal();
    String theirs = named
        .create(new TokenWish("theirs", List.of("*"), Set.of(1001), null, TokenTerms.UNLIMITED))
        .token().reveal();
    restart();

    assertThat(registry.authenticate(mine, new Peer(1001, 1))).isNull();
    assertThat(registry.authenticate(mine, null)).isNull();
    assertThat(registry.authenticate(theirs, ME)).isNull();
    assertThat(registry.authenticate(theirs, new Peer(1001, 1))).isNotNull();
    assertThat(registry.admits(1001)).isTrue();
    assertThat(registry.admits(1002)).isFalse();
  }

  @Test
  void create_nameOfAnotherClient_isRefused() throws Exception {
    named.create(wish("ci"));
    for (String taken : List.of("ci", "build")) {
      assertThatThrownBy(() -> named.create(wish(taken))).isInstanceOf(TokenRefused.class)
          .hasMessageContaining("'" + taken + "'")
          .extracting(e -> ((TokenRefused) e).reason()).isEqualTo(TokenRefused.Reason.NAME_TAKEN);
    }
    assertThat(named.list()).hasSize(1);
  }

  @Test
  void revoke_knownName_refusesTheTokenForGood() throws Exception {
    String token = named.create(wish("ci")).token().reveal();
    named.revoke("ci");
    assertThat(registry.authenticate(token, ME)).isNull();
    restart();
    assertThat(registry.authenticate(token, ME)).isNull();
    assertThatThrownBy(() -> named.revoke("ci")).isInstanceOf(TokenRefused.class);
    assertThat(named.create(wish("ci"))).isNotNull();
  }

  @Test
  void expires_afterItsLife_isRefusedAndItsNameFree() throws Exception {
    String token = named.create(
        new TokenWish("ci", List.of("*"), Set.of(), Duration.ofHours(8), TokenTerms.UNLIMITED)).token()
        .reveal();
    time.advance(Duration.ofHours(7));
    restart();
    assertThat(registry.authenticate(token, ME)).isNotNull();
    time.advance(Duration.ofHours(1));
    assertThat(registry.authenticate(token, ME)).isNull();
    assertThat(named.list()).isEmpty();
    assertThat(named.create(wish("ci"))).isNotNull();
  }

  @Test
  void uses_whenCounted_areLeftAsTheyWereAfterARestart() throws Exception {
    String token = named.create(new TokenWish("ci", List.of("*"), Set.of(), null, 3)).token().reveal();
    assertThat(registry.authenticate(token, ME)).isNotNull();
    assertThat(registry.authenticate(token, ME)).isNotNull();
    assertThat(later).as("written once for both, and not by the request").hasSize(1);
    requireNonNull(later.poll()).run();
    restart();

    assertThat(named.list().getFirst().usesLeft()).isEqualTo(1);
    assertThat(registry.authenticate(token, ME)).isNotNull();
    assertThat(registry.authenticate(token, ME)).isNull();
    named.close();
    restart();
    assertThat(registry.authenticate(token, ME)).isNull();
    assertThat(named.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "{", "[]", "{\"version\":2,\"tokens\":[]}", "{\"version\":1}",
      "{\"version\":1,\"tokens\":[{\"name\":\"x\"}]}",
      "{\"version\":1,\"tokens\":[{\"name\":\"x\",\"id\":\"0a1b2c3d\",\"digest\":\"00\",\"profiles\":[],\"uids\":[],\"created\":\"2026-01-01T00:00:00Z\"}]}"})
  void load_damagedFile_givesNoTokenAndIsNotWrittenOver(String text) throws Exception {
    String token = named.create(wish("ci")).token().reveal();
    Files.writeString(file.path(), text);
    restart();

    assertThat(registry.authenticate(token, ME)).isNull();
    assertThat(named.problem()).isPresent();
    assertThatThrownBy(() -> named.create(wish("more"))).isInstanceOf(TokenRefused.class)
        .hasMessageContaining(file.path().toString());
    assertThat(file.path()).hasContent(text);
  }

  @Test
  void load_fileThatOthersCouldHaveWritten_givesNoToken() throws Exception {
    String token = named.create(wish("ci")).token().reveal();
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-rw----"));
    restart();
    assertThat(registry.authenticate(token, ME)).isNull();

    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-------"));
    Path elsewhere = Files.move(file.path(), folder.resolve("elsewhere"));
    Files.createSymbolicLink(file.path(), elsewhere);
    restart();
    assertThat(registry.authenticate(token, ME)).isNull();
    assertThat(named.problem()).isPresent();

    Files.delete(file.path());
    Files.move(elsewhere, file.path());
    Files.setPosixFilePermissions(file.path().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    restart();
    assertThat(registry.authenticate(token, ME)).isNull();
  }

  @Test
  void create_whereNothingCanBeWritten_makesNoToken() throws Exception {
    Files.writeString(folder.resolve("state"), "in the way");
    assertThatThrownBy(() -> named.create(wish("ci"))).isInstanceOf(TokenRefused.class)
        .hasMessageContaining("was not made");
    assertThat(registry.clients()).isEmpty();
    assertThat(named.list()).isEmpty();
  }

  @Test
  void load_fileOfAnotherOwner_givesNoToken() throws Exception {
    assumeThat(file.uid()).as("only root can give files away").isZero();
    String token = named.create(wish("ci")).token().reveal();
    Files.setAttribute(file.path(), "unix:uid", 65534);
    restart();
    assertThat(registry.authenticate(token, ME)).isNull();
    assertThat(named.problem()).isPresent();
  }
}
