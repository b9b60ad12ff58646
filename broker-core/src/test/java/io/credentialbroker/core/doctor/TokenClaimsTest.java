package io.credentialbroker.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.iam.explain.FailedCall;
import io.credentialbroker.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {
  @Test
  void of_aToken_isWhatItSaysOfItself() {
    assertThat(
        claims("{\"iss\":\"https://issuer.example\",\"aud\":\"sts.amazonaws.com\",\"sub\":\"repo:o/r\"}"))
        .isEqualTo(new FailedCall.Token("https://issuer.example", "sts.amazonaws.com", "repo:o/r"));
  }

  @Test
  void of_severalAudiences_isTheFirst() {
    assertThat(claims("{\"iss\":\"i\",\"aud\":[\"a\",\"b\"],\"sub\":\"s\"}"))
        .isEqualTo(new FailedCall.Token("i", "a", "s"));
  }

  @ParameterizedTest
  @ValueSource(strings = { "not json", "[]", "{}", "{\"iss\":1,\"aud\":\"a\",\"sub\":\"s\"}",
      "{\"iss\":\"i\",\"aud\":[],\"sub\":\"s\"}", "{\"iss\":\"i\\u001b[2J\",\"aud\":\"a\",\"sub\":\"s\"}",
      "{\"iss\":\"i\",\"aud\":\"a\",\"sub\":\" \"}"})
  void of_claimsThatCannotBeUsed_isNothing(String json) {
    assertThat(claims(json)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = { "opaque", "a.b", "a.%%%.c", "a.b.c.d"})
  void of_noToken_isNothing(String text) {
    assertThat(TokenClaims.of(Secret.of(text))).isNull();
  }

  private static FailedCall.@Nullable Token claims(String json) {
    String body = Base64.getUrlEncoder().withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    return TokenClaims.of(Secret.of("e30." + body + ".c2ln"));
  }
}
