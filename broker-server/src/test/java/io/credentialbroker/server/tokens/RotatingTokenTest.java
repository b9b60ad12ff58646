package io.credentialbroker.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.server.transport.ListenException;
import io.credentialbroker.server.transport.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RotatingTokenTest {
  private static final Duration EVERY = Duration.ofHours(12);
  private static final Duration OVERLAP = Duration.ofHours(1);

  @TempDir
  Path folder;
  private final ManualTime time = ManualTime.start();
  private final ClientTokens registry = new ClientTokens(new SecureRandom(), time);

  private RotatingToken rotating(String name, ClientTokens in, boolean groupReadable) {
    return new RotatingToken(in, new Identity(name, new Grant(List.of("dev"))), TokenTerms.NONE,
        new TokenFile(folder.resolve(name), groupReadable), EVERY, OVERLAP, time, time, Runnable::run);
  }

  private String file(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private boolean isGood(String token) {
    return registry.authenticate(token, null) != null;
  }

  @Test
  void start_andEachTimeAfterwards_putsANewTokenThereAndKeepsTheLastForTheOverlap() throws Exception {
    rotating("ci", registry, false).start();
    String last = file("ci");
    assertThat(last).matches("[A-Za-z0-9_-]{43}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ci"))))
        .isEqualTo("rw-------");
    for (int i = 0; i < 5; i++) {
      time.advance((i == 0 ? EVERY : EVERY.minus(OVERLAP)).minus(Duration.ofSeconds(1)));
      assertThat(file("ci")).isEqualTo(last);
      time.advance(Duration.ofSeconds(1));
      String fresh = file("ci");
      assertThat(fresh).isNotEqualTo(last);
      assertThat(isGood(fresh)).isTrue();
      time.advance(OVERLAP.minus(Duration.ofSeconds(1)));
      assertThat(isGood(last)).isTrue();
      time.advance(Duration.ofSeconds(1));
      assertThat(isGood(last)).isFalse();
      assertThat(isGood(fresh)).isTrue();
      last = fresh;
    }
  }

  @Test
  void start_afterARestart_takesTheTokenInTheFileForTheOverlap() throws Exception {
    var before = new ClientTokens(new SecureRandom(), time);
    var first = rotating("ci", before, false);
    first.start();
    String old = file("ci");
    first.leave();
    assertThat(file("ci")).isEqualTo(old);

    rotating("ci", registry, false).start();
    assertThat(file("ci")).isNotEqualTo(old);
    assertThat(isGood(old)).isTrue();
    time.advance(OVERLAP);
    assertThat(isGood(old)).isFalse();
    assertThat(isGood(file("ci"))).isTrue();
  }

  @Test
  void start_whatOthersCouldHavePutThere_isNoToken() throws Exception {
    Path planted = Files.writeString(folder.resolve("planted"), "planted-token-0123456789");
    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(folder.resolve("link"), planted);
    rotating("link", registry, false).start();
    assertThat(planted).hasContent("planted-token-0123456789");
    assertThat(folder.resolve("link")).isRegularFile();
    assertThat(Files.isSymbolicLink(folder.resolve("link"))).isFalse();

    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rw-rw-rw-"));
    rotating("planted", registry, false).start();
    assertThat(isGood("planted-token-0123456789")).isFalse();

    Files.writeString(folder.resolve("odd"), "no token\n");
    rotating("odd", registry, false).start();
    assertThat(isGood(file("odd"))).isTrue();
  }

  @Test
  void rotate_whenTheFileCannotBeWritten_keepsTheTokenThatIsThereAndTriesAgain() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("sub"));
    var token = new RotatingToken(registry, new Identity("ci", Grant.EVERYTHING), TokenTerms.NONE,
        new TokenFile(inside.resolve("t")), EVERY, OVERLAP, time, time, Runnable::run);
    token.start();
    String first = Files.readString(inside.resolve("t"));
    Path away = Files.move(inside, folder.resolve("away"));
    time.advance(EVERY.plus(OVERLAP).plusMinutes(5));
    assertThat(isGood(first)).isTrue();
    assertThat(registry.clients()).hasSize(1);

    Files.move(away, inside);
    time.advance(Duration.ofMinutes(1));
    assertThat(Files.readString(inside.resolve("t"))).isNotEqualTo(first);
    assertThat(isGood(Files.readString(inside.resolve("t")))).isTrue();
  }

  @Test
  void start_whereNothingCanBeWritten_makesNoToken() {
    assertThatThrownBy(() -> rotating("no/such/place", registry, false).start())
        .isInstanceOf(ListenException.class);
    assertThat(registry.clients()).isEmpty();
    assertThat(time.pending()).isZero();
  }

  @Test
  void start_forTheGroup_isReadableByItAndByNobodyElse() throws Exception {
    rotating("ci", registry, true).start();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ci"))))
        .isEqualTo("rw-r-----");
  }

  @Test
  void close_ofOneOfSeveral_endsItsTokensOnly() throws Exception {
    var one = rotating("one", registry, false);
    one.start();
    rotating("two", registry, false).start();
    String gone = file("one");
    one.close();
    assertThat(isGood(gone)).isFalse();
    assertThat(folder.resolve("one")).doesNotExist();
    assertThat(isGood(file("two"))).isTrue();
    time.advance(EVERY);
    assertThat(folder.resolve("one")).doesNotExist();
  }
}
