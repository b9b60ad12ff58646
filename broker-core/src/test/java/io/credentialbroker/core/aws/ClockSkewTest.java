package io.credentialbroker.core.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockSkewTest {
  private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

  @Test
  void of_aDateHeader_tellsTheDifference() {
    assertThat(ClockSkew.of("sts", "Sat, 21 Nov 2026 20:02:00 GMT", NOW))
        .contains(new ClockSkew("sts", NOW, Duration.ofMinutes(2)));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = { "", "yesterday", "2026-11-21T20:02:00Z", "Sat, 99 Nov 2026 20:02:00 GMT"})
  void of_noReadableDate_tellsNothing(@Nullable String header) {
    assertThat(ClockSkew.of("sts", header, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({ "299,false", "300,true", "-299,false", "-300,true", "86400,true"})
  void breaksSignatures_fromFiveMinutes(long seconds, boolean breaks) {
    assertThat(new ClockSkew("sts", NOW, Duration.ofSeconds(seconds)).breaksSignatures()).isEqualTo(breaks);
  }

  @ParameterizedTest
  @CsvSource({ "600,10 minutes behind", "-60,1 minute ahead of", "86400,1440 minutes behind"})
  void inWords_saysHowFarAndWhichWay(long seconds, String words) {
    assertThat(new ClockSkew("sts", NOW, Duration.ofSeconds(seconds)).inWords()).contains(words);
  }

  @Test
  void corrected_isTheirTime() {
    var skew = new ClockSkew("sts", NOW, Duration.ofSeconds(-30));
    assertThat(skew.corrected(NOW)).isEqualTo(NOW.minusSeconds(30));
  }
}
