package io.credentialbroker.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MfaDeviceTest {
  private final MfaDevice device = new MfaDevice("GAHT12345678",
      "12345678901234567890".getBytes(StandardCharsets.US_ASCII));

  /** Appendix B of RFC 6238, the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({ "59,287082", "1111111109,081804", "1111111111,050471", "1234567890,005924",
      "2000000000,279037",
      "20000000000,353130"})
  void code_publishedInstants_areThePublishedCodes(long second, String code) {
    assertThat(device.code(Instant.ofEpochSecond(second))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({ "-60,false", "-30,true", "0,true", "30,true", "60,false"})
  void accept_gadgetEarlyOrLate_bearsOneStep(long seconds, boolean accepted) {
    Instant now = Instant.ofEpochSecond(1_234_567_890);

    assertThat(device.accept(device.code(now.plusSeconds(seconds)), now)).isEqualTo(accepted);
  }

  @Test
  void accept_olderCodeAfterANewer_isSpent() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);

    assertThat(device.accept(device.code(now), now)).isTrue();
    assertThat(device.accept(device.code(now), now)).isFalse();
    assertThat(device.accept(device.code(now.minusSeconds(30)), now)).isFalse();
    assertThat(device.accept(device.code(now.plusSeconds(30)), now)).isTrue();
  }

  @Test
  void create_shortSeedOrSerial_isRefused() {
    assertThatThrownBy(() -> new MfaDevice("GAHT12345678", new byte[15])).hasMessageContaining("16 bytes");
    assertThatThrownBy(() -> new MfaDevice("short", new byte[20])).hasMessageContaining("9 to 256");
  }

  @Test
  void toString_device_doesNotShowItsSeed() {
    assertThat(device.toString()).isEqualTo("MfaDevice[GAHT12345678]");
  }
}
