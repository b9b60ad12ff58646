package io.credentialbroker.core.caller;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TokenDigestTest {
  @Test
  void of_knownText_isItsSha256() {
    // FIPS 180-2, appendix B.1.
    var digest = requireNonNull(TokenDigest.of("abc"));
    assertThat(digest.hex()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(TokenDigest.ofHex(digest.hex())).isEqualTo(digest);
  }

  @Test
  void of_charactersOutsideOfAscii_isNone() {
    assertThat(TokenDigest.of("\u007f")).isNotNull();
    assertThat(TokenDigest.of("\u0080")).isNull();
    assertThat(TokenDigest.of("token\u00e4")).isNull();
    assertThat(TokenDigest.of("token\u0174")).as("its low byte is a t").isNull();
  }

  @Test
  void of_token_leavesNothingOfItBehind() {
    for (String token : new String[]{ "token".repeat(51) + 'x', "token\u00e4"}) {
      TokenDigest.of(token);
      assertThat(TokenDigest.SCRATCH.get().bytes).hasSize(256).containsOnly(0);
    }
  }

  @Test
  void difference_ofOneBitAnywhere_isNotZero() {
    var digest = requireNonNull(TokenDigest.of("abc"));
    assertThat(digest.difference(digest)).isZero();
    for (int bit = 0; bit < 256; bit++) {
      long flip = 1L << bit % 64;
      var other = new TokenDigest(digest.a() ^ (bit / 64 == 0 ? flip : 0),
          digest.b() ^ (bit / 64 == 1 ? flip : 0),
          digest.c() ^ (bit / 64 == 2 ? flip : 0), digest.d() ^ (bit / 64 == 3 ? flip : 0));
      assertThat(digest.difference(other)).as("bit %d", bit).isNotZero();
    }
  }
}
