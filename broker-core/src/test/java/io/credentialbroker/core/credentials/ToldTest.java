package io.credentialbroker.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.ProfileProblem;
import org.junit.jupiter.api.Test;

class ToldTest {
  @Test
  void text_bothParts_areJoinedByASpace() {
    assertThat(new Told("It is locked.", "Unlock it.").text()).isEqualTo("It is locked. Unlock it.");
  }

  @Test
  void text_withoutRemedy_isWhatHappenedAlone() {
    assertThat(Told.of("It has six digits.")).isEqualTo(new Told("It has six digits.", ""));
    assertThat(Told.of("It has six digits.").text()).isEqualTo("It has six digits.");
  }

  @Test
  void after_words_comeBeforeWhatHappened() {
    assertThat(new Told("No.", "Ask.").after("a: ")).isEqualTo(new Told("a: No.", "Ask."));
  }

  @Test
  void told_ofAFailure_saysAtWhichStep() {
    assertThat(Failure.of(FailureReason.ACCESS_DENIED, "AssumeRole x", "AWS refuses", "Mend the policy.")
        .told())
        .isEqualTo(new Told("AssumeRole x: AWS refuses.", "Mend the policy."));
  }

  @Test
  void told_ofAProblem_saysWhere() {
    assertThat(new ProfileProblem("/c", "p", "k", "Is no ARN", "Write one.").told())
        .isEqualTo(new Told("/c, profile p, key k: Is no ARN.", "Write one."));
    assertThat(new ProfileProblem(null, null, null, "Is no ARN", "Write one.").told())
        .isEqualTo(new Told("Is no ARN.", "Write one."));
  }
}
