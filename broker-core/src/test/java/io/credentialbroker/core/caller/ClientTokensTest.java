package io.credentialbroker.core.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.secret.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ClientTokensTest {
  private static final Grant DEV = new Grant(List.of("dev-*"));

  private final ManualTime time = ManualTime.start();
  private final ClientTokens tokens = new ClientTokens(new SecureRandom(), time);

  @Test
  void add_anyClient_givesATokenThatEverySdkCarriesUnchanged() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      String token = tokens.add("ci", DEV, TokenTerms.NONE).token().reveal();
      assertThat(token).matches("[A-Za-z0-9_-]{43}");
      assertThat(seen.add(token)).isTrue();
    }
  }

  @Test
  void authenticate_tokenOfAClient_namesTheClientAndItsGrant() {
    tokens.add("other", Grant.EVERYTHING, TokenTerms.NONE);
    var issued = tokens.add("ci", DEV, TokenTerms.NONE);
    tokens.add("third", Grant.EVERYTHING, TokenTerms.NONE);

    assertThat(tokens.authenticate(issued.token().reveal(), null)).isEqualTo(
        new Client(issued.id(), "ci", DEV));
  }

  @Test
  void authenticate_everySingleCharacterChanged_isNobody() {
    String token = tokens.add("ci", DEV, TokenTerms.NONE).token().reveal();
    for (int i = 0; i < token.length(); i++) {
      for (char wrong : new char[]{ 'A', '_', ' ', 0, 0x100, (char) (token.charAt(i) + 0x100),
          (char) (token.charAt(i) ^ 0x20)}) {
        if (wrong != token.charAt(i)) {
          String near = token.substring(0, i) + wrong + token.substring(i + 1);
          assertThat(tokens.authenticate(near, null)).as("character %d", i).isNull();
        }
      }
    }
  }

  @Test
  void authenticate_tokenWithSomethingAroundIt_isNobody() {
    String token = tokens.add("ci", DEV, TokenTerms.NONE).token().reveal();
    for (String near : List.of("", " " + token, token + " ", token + "\n", "Bearer " + token, token + token,
        token.substring(1), token.substring(0, 42), "x".repeat(100_000))) {
      assertThat(tokens.authenticate(near, null)).isNull();
    }
    assertThat(tokens.authenticate(token, null)).isNotNull();
  }

  @Test
  void authenticate_noTokens_isNobody() {
    assertThat(tokens.authenticate("anything", null)).isNull();
  }

  @Test
  void addExisting_tokenOfAnEarlierRun_isTaken() {
    var id = tokens.addExisting("user", Grant.EVERYTHING, TokenTerms.NONE, Secret.of("kept_over-a_restart"));

    assertThat(tokens.authenticate("kept_over-a_restart", null)).extracting(Client::token).isEqualTo(id);
  }

  @Test
  void addExisting_tokenThatSdksWouldMangle_isRefusedWithoutNamingIt() {
    for (String bad : List.of("short", "with a space in the middle", "newline-at-the-end\n",
        "ünïcödé-tökén-x",
        "a".repeat(257), "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tokens.addExisting("ci", DEV, TokenTerms.NONE, Secret.of(bad)))
          .withMessageContaining("'ci'")
          .satisfies(e -> assertThat(e.toString()).doesNotContain(bad.isEmpty() ? "\n" : bad));
    }
  }

  @Test
  void addExisting_shortestAndLongestToken_areGoodAndBeyondThemNoneIs() {
    for (int length : new int[]{ 16, 256}) {
      tokens.addExisting("ci", DEV, TokenTerms.NONE, Secret.of("a".repeat(length)));
      assertThat(tokens.authenticate("a".repeat(length), null)).as("%d characters", length).isNotNull();
    }
    for (int length : new int[]{ 15, 257}) {
      assertThatIllegalArgumentException().isThrownBy(
          () -> tokens.addExisting("ci", DEV, TokenTerms.NONE, Secret.of("a".repeat(length))));
      assertThat(tokens.authenticate("a".repeat(length), null)).isNull();
    }
  }

  @Test
  void addExisting_sameTokenTwice_isRefused() {
    var token = Secret.of("kept_over-a_restart");
    tokens.addExisting("one", DEV, TokenTerms.NONE, token);

    assertThatIllegalArgumentException().isThrownBy(
        () -> tokens.addExisting("two", Grant.EVERYTHING, TokenTerms.NONE, token));
  }

  @Test
  void add_moreThanTheLimit_isRefusedUntilOneIsRevoked() {
    var first = tokens.add("0", DEV, TokenTerms.NONE);
    for (int i = 1; i < ClientTokens.MOST_TOKENS; i++) {
      tokens.add("" + i, DEV, TokenTerms.NONE);
    }
    assertThatIllegalStateException().isThrownBy(() -> tokens.add("more", DEV, TokenTerms.NONE));

    assertThat(tokens.revoke(first.id())).isTrue();
    assertThat(tokens.add("more", DEV, TokenTerms.NONE)).isNotNull();
  }

  @Test
  void revoke_oneOfTwo_leavesTheOther() {
    var gone = tokens.add("ci", DEV, TokenTerms.NONE);
    var stays = tokens.add("ci", DEV, TokenTerms.NONE);

    assertThat(tokens.revoke(gone.id())).isTrue();
    assertThat(tokens.revoke(gone.id())).isFalse();
    assertThat(tokens.authenticate(gone.token().reveal(), null)).isNull();
    assertThat(tokens.authenticate(stays.token().reveal(), null)).isNotNull();
  }

  @Test
  void endBy_withinTheOverlap_bothAreValidAndAfterItOnlyTheNewOne() {
    var old = tokens.add("ci", DEV, TokenTerms.NONE);
    var fresh = tokens.add("ci", DEV, TokenTerms.NONE);
    tokens.endBy(old.id(), time.instant().plus(Duration.ofMinutes(10)));

    time.advance(Duration.ofMinutes(10).minusSeconds(1));
    assertThat(tokens.authenticate(old.token().reveal(), null)).isNotNull();
    assertThat(tokens.authenticate(fresh.token().reveal(), null)).extracting(Client::grant).isEqualTo(DEV);

    time.advance(Duration.ofSeconds(1));
    assertThat(tokens.authenticate(old.token().reveal(), null)).isNull();
    assertThat(tokens.authenticate(fresh.token().reveal(), null)).isNotNull();
    assertThat(tokens.clients()).extracting(Client::token).containsExactly(fresh.id());
  }

  @Test
  void endBy_tokenThatEndsSooner_isNotProlonged() {
    var short1 = tokens.add("ci", DEV, TokenTerms.NONE.endingBy(time.instant().plusSeconds(5)));
    tokens.endBy(short1.id(), time.instant().plusSeconds(60));
    tokens.endBy(new TokenId("00000000"), time.instant());
    time.advance(Duration.ofSeconds(5));
    assertThat(tokens.authenticate(short1.token().reveal(), null)).isNull();
  }

  @Test
  void authenticateFromAfar_tokenNotMadeForThatOrForEverything_isNobody() {
    String here = tokens.add("a", DEV, TokenTerms.NONE).token().reveal();
    String scoped = tokens.add("b", DEV, new TokenTerms(null, Set.of(1000), 2, true)).token().reveal();
    String all = tokens.add("c", Grant.EVERYTHING, new TokenTerms(null, Set.of(), TokenTerms.UNLIMITED, true))
        .token().reveal();

    assertThat(tokens.authenticateFromAfar(PresentedToken.of(here))).isNull();
    assertThat(tokens.authenticateFromAfar(PresentedToken.of(all))).isNull();
    assertThat(tokens.authenticateFromAfar(PresentedToken.of("x" + scoped))).isNull();
    assertThat(tokens.authenticateFromAfar(PresentedToken.of(scoped))).extracting(Client::name)
        .isEqualTo("b");
    assertThat(tokens.authenticate(scoped, null)).as("on loopback its users are asked for").isNull();
    assertThat(tokens.authenticate(scoped, new Peer(1000, 1))).isNotNull();
    assertThat(tokens.authenticateFromAfar(PresentedToken.of(scoped))).as("two uses are two uses").isNull();
  }

  @Test
  void admits_usersOfValidTokens_areThose() {
    tokens.add("a", DEV, TokenTerms.of(Set.of(7)));
    tokens.add("b", DEV, new TokenTerms(time.instant().plusSeconds(5), Set.of(8), TokenTerms.UNLIMITED));
    tokens.add("c", DEV, TokenTerms.NONE);

    assertThat(tokens.admits(7)).isTrue();
    assertThat(tokens.admits(8)).isTrue();
    assertThat(tokens.admits(9)).isFalse();
    time.advance(Duration.ofSeconds(5));
    assertThat(tokens.admits(8)).isFalse();
  }

  @Test
  void restore_whatWasKept_isTheSameTokenAndTwiceIsRefused() {
    var issued = tokens.add("ci", DEV, new TokenTerms(null, Set.of(7), 5));
    tokens.authenticate(issued.token().reveal(), new Peer(7, 1));
    var kept = tokens.kept(issued.id()).orElseThrow();
    assertThat(kept.usesLeft()).isEqualTo(4);
    assertThatIllegalArgumentException().isThrownBy(() -> tokens.restore(kept));

    var later = new ClientTokens(new SecureRandom(), time);
    later.restore(kept);
    assertThat(later.kept(issued.id())).contains(kept);
    assertThat(later.authenticate(issued.token().reveal(), new Peer(7, 1))).extracting(Client::name)
        .isEqualTo("ci");
    assertThat(later.kept(new TokenId("00000000"))).isEmpty();
  }

  @Test
  void onCountedUse_tokensWithAndWithoutACount_tellsOnlyOfThoseThatCounted() {
    var told = new ArrayList<Client>();
    tokens.onCountedUse(told::add);
    var counted = tokens.add("counted", DEV, new TokenTerms(null, Set.of(), 1));
    String free = tokens.add("free", DEV, TokenTerms.NONE).token().reveal();
    tokens.authenticate(free, null);
    assertThat(told).isEmpty();
    tokens.authenticate(counted.token().reveal(), null);
    tokens.authenticate(counted.token().reveal(), null);
    assertThat(told).extracting(Client::name).containsExactly("counted");
    assertThat(tokens.kept(counted.id())).isEmpty();
  }

  @Test
  void authenticate_expiredToken_isNobody() {
    var issued = tokens.add("ci", DEV, TokenTerms.NONE.endingBy(time.instant().plusSeconds(60)));

    assertThat(tokens.authenticate(issued.token().reveal(), null)).isNotNull();
    time.advance(Duration.ofSeconds(60));
    assertThat(tokens.authenticate(issued.token().reveal(), null)).isNull();
  }

  @Test
  void authenticate_tokenBoundToAUser_needsThatPeer() {
    var issued = tokens.add("ci", DEV, new TokenTerms(null, Set.of(1000), TokenTerms.UNLIMITED));
    String token = issued.token().reveal();

    assertThat(tokens.authenticate(token, new Peer(1000, 1))).isNotNull();
    assertThat(tokens.authenticate(token, new Peer(1001, 1))).isNull();
    assertThat(tokens.authenticate(token, null)).isNull();
  }

  @Test
  void authenticate_tokenForThreeUses_isSpentExactlyThenHoweverManyAskAtOnce() throws Exception {
    var issued = tokens.add("ci", DEV, new TokenTerms(null, Set.of(), 3));
    String token = issued.token().reveal();
    var granted = new AtomicInteger();
    var start = new CountDownLatch(1);
    try (var pool = Executors.newFixedThreadPool(8)) {
      var asked = new ArrayList<Future<?>>();
      for (int i = 0; i < 64; i++) {
        asked.add(pool.submit(() -> {
          start.await();
          if (tokens.authenticate(token, null) != null) {
            granted.incrementAndGet();
          }
          return null;
        }));
      }
      start.countDown();
      for (Future<?> one : asked) {
        one.get();
      }
    }
    assertThat(granted).hasValue(3);
    assertThat(tokens.clients()).isEmpty();
  }

  @Test
  void add_expiredTokensHeld_makesRoomOfThem() {
    for (int i = 0; i < ClientTokens.MOST_TOKENS; i++) {
      tokens.add("exec", DEV, TokenTerms.NONE.endingBy(time.instant().plusSeconds(1)));
    }
    time.advance(Duration.ofSeconds(1));

    assertThat(tokens.add("ci", DEV, TokenTerms.NONE)).isNotNull();
    assertThat(tokens.clients()).extracting(Client::name).containsExactly("ci");
  }

  @Test
  void toString_everythingHeld_isWithoutTheToken() {
    var issued = tokens.add("ci", DEV, TokenTerms.NONE);

    assertThat(issued.toString()).doesNotContain(issued.token().reveal());
    assertThat(tokens.clients().toString()).doesNotContain(issued.token().reveal());
  }
}
