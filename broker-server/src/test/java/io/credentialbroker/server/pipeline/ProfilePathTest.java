package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.ProfileName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfilePathTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "dev|dev",
      "my-dev_1.2~x|my-dev_1.2~x",
      "team@prod|team@prod",
      "a+b|a+b",
      "a%2Bb|a+b",
      "a%2fb|a/b",
      "a%20b|a b",
      "%61|a",
      "%C3%A9|é",
      "%F0%9F%94%91|🔑",
      "a%25|a%",
      "%2561|%61",
      "%2525|%25",
      "%2e%2e|..",
      "a!$&'()*+,;=:@b|a!$&'()*+,;=:@b",
      "a:b;c=d|a:b;c=d"})
  void decode_segment_isDecodedExactlyOnce(String segment, String name) {
    assertThat(ProfilePath.decode("/p/" + segment, 3)).isEqualTo(new ProfileName(name));
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "%", "a%", "%4", "%4g", "%g4", "%+1", "%-1", "%\u0661\u0662", "%%61",
      // overlong forms of '/' and '.', a lone continuation, cut sequences, a surrogate, beyond Unicode
      "%C0%AF", "%E0%80%AF", "%C0%AE", "%80", "%C3", "%E2%82", "%ED%A0%80", "%F4%90%80%80", "%FF", "%C3a",
      // control characters, encoded and raw
      "%00", "a%00", "%0a", "%0D", "%7F", "%C2%80", "a\u0000", "a\u0001", "a\u007f",
      // not pchar
      "a b", "a\"b", "a<b", "a\\b", "a^b", "a`b", "a{b", "a|b", "a[b", "é", "a\u00ff"})
  void decode_anythingElse_isNoName(String segment) {
    assertThat(ProfilePath.decode("/p/" + segment, 3)).isNull();
  }

  @Test
  void decode_tooLong_isNoName() {
    assertThat(ProfilePath.decode("/p/" + "a".repeat(256), 3)).isNotNull();
    assertThat(ProfilePath.decode("/p/" + "a".repeat(257), 3)).isNull();
  }

  @Test
  void decode_anyNameEncodedByAClient_isThatName() {
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      String name = random.ints(1 + random.nextInt(20), 0x20, 0x3000)
          .filter(c -> !Character.isISOControl(c)).filter(c -> c != ' ')
          .collect(() -> new StringBuilder("x"), StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
      String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
      assertThat(ProfilePath.decode(encoded, 0)).isEqualTo(new ProfileName(name));
    }
  }
}
