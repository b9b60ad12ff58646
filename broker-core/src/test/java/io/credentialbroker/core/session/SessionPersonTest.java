package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.session.SessionStatus.State;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Failures that speak of a person or of a command, and not of AWS. */
class SessionPersonTest {
  private final Stage stage = new Stage();

  @Test
  void signInNeeded_nobodyAsks_isAStateOfItsOwnAndNeverTriedAgain() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.SIGN_IN_NEEDED);

    stage.ask("deploy");
    stage.time.advance(Duration.ofHours(6));

    assertThat(stage.sts.calls).hasSize(1);
    assertThat(stage.state("deploy")).isEqualTo(State.SIGN_IN_NEEDED);
  }

  @Test
  void attempt_ofACommandNeverAnswered_speaksOfTheCommandAndNotOfTheNetwork() {
    stage.plan("tool", _ -> new CompletableFuture<>(), "", false);
    stage.ask("tool");
    stage.time.advance(Duration.ofMinutes(1));
    assertThat(Objects.requireNonNull(stage.status("tool").lastFailure()).remedy())
        .contains("command", "waits for itself").doesNotContain("network");
  }
}
