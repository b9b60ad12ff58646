package io.credentialbroker.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  @Test
  void of_controlAndFormatCharacters_becomeSpaces() {
    assertThat(SafeText.of(" a\r\nb\u001b[31mc\u202ed\u2028e\0 ")).isEqualTo("a b [31mc d e");
  }

  @Test
  void of_aKnownSecret_isReplacedWhereverItStands() {
    assertThat(SafeText.of("x424242y 424242", List.of(Secret.of("424242"), Secret.of(""))))
        .isEqualTo("x[secret]y [secret]");
  }

  @ParameterizedTest
  @ValueSource(strings = { "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlMDEyMzQ1Njc4OQ"})
  void of_whatLooksLikeAKeyOrAToken_isReplaced(String token) {
    assertThat(SafeText.of("bad token '" + token + "'.")).isEqualTo("bad token '[secret]'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "arn:aws:sts::123456789012:assumed-role/AVeryLongRoleNameWithDigits0123456789/ALongSession0123456789",
      "/usr/local/lib/python/site-packages/requests/sessions.py", "123e4567-e89b-12d3-a456-426614174000",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})
  void of_arnsPathsAndDigests_stay(String text) {
    assertThat(SafeText.of(text)).isEqualTo(text);
  }

  @Test
  void of_longText_isCut() {
    assertThat(SafeText.of("word ".repeat(200))).hasSize(500).endsWith("…");
  }
}
