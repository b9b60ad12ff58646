package io.credentialbroker.core.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.source.MfaCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MfaRemedyTest {
  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', value = { "deploy,deploy", "a/b.c@d,a/b.c@d", "my role,'my role'",
      "it's,'it'\\''s'", "größe,'größe'", "$(x),'$(x)'", "-x,-- '-x'"})
  void of_aMissingCode_isTheVeryCommand(String profile, String word) {
    assertThat(MfaRemedy.of(failure(FailureReason.MFA_NEEDED, MfaCodes.REMEDY), new ProfileName(profile)))
        .isEqualTo("Run: broker mfa " + word);
  }

  @Test
  void of_aWrongCode_keepsTheAdviceBesidesTheCommand() {
    assertThat(MfaRemedy.of(failure(FailureReason.MFA_NEEDED, "Wait for the next."), new ProfileName("a")))
        .isEqualTo("Wait for the next. Run: broker mfa a");
  }

  @Test
  void of_anythingElse_isItsOwn() {
    assertThat(MfaRemedy.of(failure(FailureReason.SIGN_IN_NEEDED, "Sign in."), new ProfileName("a")))
        .isEqualTo("Sign in.");
  }

  private static Failure failure(FailureReason reason, String remedy) {
    return Failure.of(reason, "step", "No.", remedy);
  }
}
