package io.credentialbroker.server.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealTest {
  private static final byte[] PLAIN = "canary/plain/text".getBytes(StandardCharsets.US_ASCII);
  private final byte[] key = new byte[32];
  private final byte[] surroundings = { 1, 2, 3};
  private final Seal seal = seal(key, 1000, surroundings);

  private static Seal seal(byte[] key, int uid, byte[] surroundings) {
    return new Seal(key, uid, surroundings, new SecureRandom());
  }

  @Test
  void open_whatWasSealed_isTheSame() throws Exception {
    byte[] file = seal.close(PLAIN);

    assertThat(seal.open(file)).isEqualTo(PLAIN);
    assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
  }

  @Test
  void close_twice_hasNothingInCommonButTheHead() {
    byte[] one = seal.close(PLAIN);
    byte[] two = seal.close(PLAIN);

    assertThat(Arrays.copyOf(one, 9)).isEqualTo(Arrays.copyOf(two, 9));
    assertThat(Arrays.copyOfRange(one, 9, 17)).isNotEqualTo(Arrays.copyOfRange(two, 9, 17));
    assertThat(Arrays.copyOfRange(one, 53, one.length)).isNotEqualTo(Arrays.copyOfRange(two, 53, two.length));
  }

  @Test
  void open_anyBitFlipped_isRefused() {
    byte[] file = seal.close(PLAIN);
    for (int bit = 0; bit < file.length * 8; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatExceptionOfType(Unusable.class).as("bit %d", bit).isThrownBy(() -> seal.open(damaged));
    }
  }

  @Test
  void open_cutOffAnywhereOrLonger_isRefused() {
    byte[] file = seal.close(PLAIN);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatExceptionOfType(Unusable.class).as("length %d", length).isThrownBy(() -> seal.open(cut));
    }
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> seal.open(Arrays.copyOf(file, file.length + 1)));
  }

  @Test
  void open_ofAnotherKeyUserOrEnvironment_isRefused() {
    byte[] file = seal.close(PLAIN);
    byte[] otherKey = key.clone();
    otherKey[31] = 1;

    assertThatExceptionOfType(Unusable.class).isThrownBy(() -> seal(otherKey, 1000, surroundings).open(file))
        .withMessageContaining("another key");
    assertThatExceptionOfType(Unusable.class).isThrownBy(() -> seal(key, 1001, surroundings).open(file))
        .withMessage("was sealed by user 1000");
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> seal(key, 1000, new byte[]{ 1, 2, 4}).open(file))
        .withMessageContaining("AWS_ variables");
  }
}
