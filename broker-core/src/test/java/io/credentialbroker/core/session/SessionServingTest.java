package io.credentialbroker.core.session;

import static io.credentialbroker.core.session.Stage.failureOf;
import static io.credentialbroker.core.session.Stage.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.FailureReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a caller is given. */
class SessionServingTest {
  private final Stage stage = new Stage();

  @Test
  void session_nothingHeld_fetchesAndAnswers() {
    stage.role("deploy");

    assertThat(stage.served("deploy").credentials().accessKeyId()).isEqualTo("ASIA1");
    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void session_held_answersTheSameCompletedFutureWithoutACall() {
    stage.role("deploy");
    stage.served("deploy");

    CompletableFuture<RoleSession> first = stage.ask("deploy");

    assertThat(stage.ask("deploy")).isSameAs(first).isCompleted();
    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void session_heldAndCallerCancels_changesNothing() {
    stage.role("deploy");
    stage.served("deploy");

    assertThat(stage.ask("deploy").cancel(true)).isFalse();
    assertThat(stage.served("deploy")).isNotNull();
  }

  @Test
  void session_manyCallersWhileCold_fetchesOnceForAll() {
    stage.sts.latency = Duration.ofMillis(300);
    stage.role("deploy");
    var waiting = IntStream.range(0, 1_000).mapToObj(_ -> stage.ask("deploy")).toList();

    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    stage.time.advance(Duration.ofMillis(300));

    assertThat(waiting).allMatch(answer -> answer.join() == waiting.getFirst().join());
    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void session_oneWaiterCancels_othersGetTheSession() {
    stage.sts.latency = Duration.ofMillis(300);
    stage.role("deploy");
    var impatient = stage.ask("deploy");
    var patient = stage.ask("deploy");

    impatient.cancel(true);
    stage.time.advance(Duration.ofMillis(300));

    assertThat(patient).isCompleted();
    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void session_allWaitersCancel_fetchGoesOnAndServesTheNext() {
    stage.sts.latency = Duration.ofMillis(300);
    stage.role("deploy");
    var _ = stage.ask("deploy").cancel(true);

    stage.time.advance(Duration.ofMillis(300));

    stage.served("deploy");
    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void session_ofAKeyThatIsNotPlanned_failsAsPassing() {
    assertThat(failureOf(stage.engine.session(key("stranger"))).reason()).isEqualTo(FailureReason.INTERNAL);
  }

  @Test
  void session_sourceThrows_failsWithoutTheExceptionsText() {
    stage.plan("broken", _ -> {
      throw new IllegalStateException("wJalrXUtnFEMI");
    }, "", false);

    var answer = stage.ask("broken");
    stage.time.advance(Duration.ofSeconds(1));

    assertThat(failureOf(answer).reason()).isEqualTo(FailureReason.INTERNAL);
    assertThat(failureOf(answer).message()).contains("IllegalStateException").doesNotContain("wJalrXUtnFEMI");
  }

  @Test
  void session_expiration_isExactlyWhatTheSourceSaid() {
    stage.role("deploy");
    var said = stage.sts.now().plus(Stage.HOUR);

    assertThat(stage.served("deploy").expiration()).isEqualTo(said);
    assertThat(stage.served("deploy").credentials().expiration()).isEqualTo(said);
  }

  @Test
  void session_upstreamDeadPastExpiry_isServedToTheLastSecondAndNoLonger() {
    stage.role("deploy");
    stage.served("deploy");
    stage.sts.fail(FailureReason.UNREACHABLE);

    stage.time.advance(Stage.HOUR.minusSeconds(1));
    stage.served("deploy");
    stage.time.advance(Duration.ofSeconds(1));

    assertThat(stage.refused("deploy").reason()).isEqualTo(FailureReason.UNREACHABLE);
    assertThat(stage.events).containsOnlyOnce("expired deploy");
  }

  @Test
  void session_sourceAnswersExpiredCredentials_failsAndKeepsNothing() {
    stage.role("deploy", Duration.ofSeconds(-1));

    var answer = stage.ask("deploy");
    stage.time.advance(Duration.ofSeconds(1));

    assertThat(failureOf(answer).reason()).isEqualTo(FailureReason.MALFORMED_ANSWER);
    assertThat(stage.state("deploy")).isEqualTo(SessionStatus.State.FAILED);
  }

  @Test
  void session_sourceWithoutExpiration_isPresumedToLast15MinutesAndRenewed() {
    stage.plan("process", _ -> {
      stage.sts.calls.add(new VirtualSts.Call("process", stage.time.read()));
      return CompletableFuture.completedFuture(stage.sts.credentials(0, null));
    }, "", false);
    var presumed = stage.time.instant().plus(Duration.ofMinutes(15));

    assertThat(stage.served("process").expiration()).isEqualTo(presumed);
    stage.time.advance(Duration.ofMinutes(8));

    assertThat(stage.served("process").expiration()).isAfter(presumed);
    assertThat(stage.served("process").credentials().expiration()).isNull();
    assertThat(stage.sts.calls).hasSize(2);
  }

  @Test
  void session_moreSessionsThanTheBound_servesAllAndHoldsNoMoreThanTheBound() {
    var small = new Stage(SessionSettings.DEFAULTS.withMaximumSessions(10).withCallsPerSecond(1_000),
        UpstreamProbe.NONE);
    IntStream.range(0, 50).forEach(i -> small.role("role" + i));

    IntStream.range(0, 50).forEach(i -> small.served("role" + i));

    assertThat(small.engine.held()).hasSizeLessThanOrEqualTo(10);
    assertThat(small.engine.counts().evictions()).isGreaterThanOrEqualTo(40);
    small.time.advance(Duration.ofMinutes(31));
    assertThat(small.sts.calls).as("what the cache let go of is not refreshed").hasSizeLessThanOrEqualTo(60);
  }
}
