package io.credentialbroker.core.caller;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TokenEntryTest {
  private static TokenDigest digest(String text) {
    return requireNonNull(TokenDigest.of(text));
  }

  private static TokenEntry[] entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new TokenEntry(
            new Client(new TokenId("0000000%x".formatted(i)), "c" + i, Grant.EVERYTHING),
            digest("token-" + i), TokenTerms.NONE, Instant.EPOCH))
        .toArray(TokenEntry[]::new);
  }

  @Test
  void find_everyPlace_isFoundAndNoOther() {
    for (int count = 0; count <= 8; count++) {
      for (int i = 0; i < count; i++) {
        assertThat(TokenEntry.find(entries(count), digest("token-" + i))).isEqualTo(i);
      }
      assertThat(TokenEntry.find(entries(count), digest("token-" + count))).isEqualTo(-1);
    }
  }

  @Test
  void difference_oneBitAnywhere_isSeen() {
    var base = new TokenDigest(1, 2, 3, 4);
    assertThat(base.difference(new TokenDigest(1, 2, 3, 4))).isZero();
    for (int bit = 0; bit < 64; bit++) {
      long flip = 1L << bit;
      assertThat(base.difference(new TokenDigest(1 ^ flip, 2, 3, 4))).isNotZero();
      assertThat(base.difference(new TokenDigest(1, 2 ^ flip, 3, 4))).isNotZero();
      assertThat(base.difference(new TokenDigest(1, 2, 3 ^ flip, 4))).isNotZero();
      assertThat(base.difference(new TokenDigest(1, 2, 3, 4 ^ flip))).isNotZero();
    }
  }

  @Test
  void find_digestThatDiffersInTheTopBitOnly_isNotFound() {
    // The sign bit is where "(x | -x) >>> 63" would go wrong if it were written with ">>" or without "-x".
    var held = digest("token-0");
    var near = new TokenDigest(held.a() ^ Long.MIN_VALUE, held.b(), held.c(), held.d());
    assertThat(TokenEntry.find(entries(1), near)).isEqualTo(-1);
    var low = new TokenDigest(held.a() ^ 1, held.b(), held.c(), held.d());
    assertThat(TokenEntry.find(entries(1), low)).isEqualTo(-1);
  }

  @Test
  void of_notAscii_isNoDigest() {
    assertThat(TokenDigest.of("\u0161bc")).isNull();
    assertThat(TokenDigest.of("ab\u00e9")).isNull();
  }

  @Test
  void of_equalTexts_areEqualDigestsWhateverTheCharSequence() {
    assertThat(TokenDigest.of("abc")).isEqualTo(TokenDigest.of(CharBuffer.wrap("abc")));
    assertThat(TokenDigest.of("abc")).isNotEqualTo(TokenDigest.of("abd"));
  }
}
