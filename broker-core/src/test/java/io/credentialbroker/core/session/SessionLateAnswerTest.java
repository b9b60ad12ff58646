package io.credentialbroker.core.session;

import static io.credentialbroker.core.session.Stage.failureOf;
import static io.credentialbroker.core.session.Stage.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.session.SessionStatus.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that take too long, and answers that come when nobody reckons with them. */
class SessionLateAnswerTest {
  private final Stage stage = new Stage();

  @Test
  void attempt_neverAnswered_failsAfterTheTimeOutAndIsTriedAgain() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    var waiting = stage.ask("deploy");
    stage.time.advance(Duration.ofSeconds(9));
    assertThat(waiting).isNotDone();
    assertThat(stage.sts.calls).hasSize(1);
    stage.time.advance(Duration.ofSeconds(2));

    stage.sts.recover();
    stage.time.advance(Duration.ofSeconds(11));

    assertThat(waiting).isCompleted();
  }

  @Test
  void attempt_answeredTooLate_isUsedWhenNothingBetterIsHeld() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    var _ = stage.ask("deploy");
    stage.time.advance(Duration.ofSeconds(40));

    stage.sts.unanswered.getFirst()
        .complete(stage.sts.credentials(77, stage.sts.now().plus(Stage.HOUR)));

    assertThat(stage.served("deploy").credentials().accessKeyId()).isEqualTo("ASIA77");
    assertThat(stage.state("deploy")).isEqualTo(State.FRESH);
  }

  @Test
  void attempt_neverAnswered_saysHowLongItWaited() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    var waiting = stage.ask("deploy");

    stage.time.advance(Duration.ofSeconds(31));

    assertThat(failureOf(waiting).reason()).isEqualTo(FailureReason.UNREACHABLE);
    assertThat(failureOf(waiting).message()).contains("within 10 seconds");
  }

  @Test
  void attempt_answeredTooLateWhileTheNextIsUnderWay_servesThoseWhoWait() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    var waiting = stage.ask("deploy");
    stage.time.advance(Duration.ofSeconds(11));
    assertThat(stage.sts.calls).hasSize(2);

    stage.sts.unanswered.getFirst()
        .complete(stage.sts.credentials(77, stage.sts.now().plus(Stage.HOUR)));

    assertThat(waiting.join().credentials().accessKeyId()).isEqualTo("ASIA77");
    stage.sts.unanswered.getLast()
        .complete(stage.sts.credentials(78, stage.sts.now().plus(Stage.HOUR).plusSeconds(1)));
    assertThat(stage.served("deploy").credentials().accessKeyId()).isEqualTo("ASIA78");
  }

  @Test
  void attempt_answeredTooLateWithWhatRunsOutNow_isThrownAway() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    var _ = stage.ask("deploy");
    stage.time.advance(Duration.ofSeconds(40));

    stage.sts.unanswered.getFirst().complete(stage.sts.credentials(77, stage.time.instant()));

    assertThat(stage.engine.held()).isEmpty();
    assertThat(stage.events).doesNotContain("fetched deploy");
  }

  @Test
  void attempt_failsTooLate_countsNoSecondTime() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    var _ = stage.ask("deploy");
    stage.time.advance(Duration.ofSeconds(40));
    int failures = stage.status("deploy").failures();

    stage.sts.unanswered.getFirst().completeExceptionally(
        new FailureException(VirtualSts.failure(FailureReason.ACCESS_DENIED)));

    assertThat(stage.status("deploy").failures()).isEqualTo(failures);
    assertThat(stage.status("deploy").lastFailure()).extracting(Failure::reason)
        .isEqualTo(FailureReason.UNREACHABLE);
  }

  @Test
  void attempt_answeredTooLateAfterForget_isThrownAway() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    var _ = stage.ask("deploy");
    stage.time.advance(Duration.ofSeconds(40));
    stage.engine.forget(key("deploy"));

    stage.sts.unanswered.getFirst()
        .complete(stage.sts.credentials(77, stage.sts.now().plus(Stage.HOUR)));

    assertThat(stage.engine.held()).isEmpty();
  }

  @Test
  void attempt_answeredTooLateWithAnOlderSession_isThrownAway() {
    stage.role("deploy");
    stage.served("deploy");
    stage.sts.blackHole = true;
    stage.time.advance(Duration.ofMinutes(30));
    stage.sts.recover();
    stage.time.advance(Duration.ofMinutes(2));
    RoleSession held = stage.served("deploy");

    stage.sts.unanswered.getFirst()
        .complete(stage.sts.credentials(77, held.expiration().minusSeconds(1)));

    assertThat(stage.served("deploy")).isSameAs(held);
  }

  @Test
  void attempt_answersTwice_countsOnce() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    var waiting = stage.ask("deploy");
    stage.sts.blackHole = false;

    stage.sts.unanswered.getFirst().completeExceptionally(
        new FailureException(VirtualSts.failure(FailureReason.ACCESS_DENIED)));
    stage.time.advance(Duration.ofSeconds(15));

    assertThat(failureOf(waiting).reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(stage.status("deploy").failures()).isEqualTo(1);
  }
}
