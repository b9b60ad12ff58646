package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine sleeps, and its clock is set, or wrong from the start. */
class SessionClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Stage stage = new Stage();

  @Test
  void suspend_pastExpiry_firstRequestGetsAFreshSession() {
    stage.role("deploy");
    RoleSession before = stage.served("deploy");

    stage.time.jumpWall(Duration.ofHours(8));

    assertThat(stage.served("deploy")).isNotSameAs(before);
    assertThat(stage.sts.calls).hasSize(2);
    assertThat(stage.events).contains("jumped PT8H");
  }

  @Test
  void suspend_pastHalfLifeOnly_servesWhatIsValidAndRefreshesAtOnce() {
    stage.role("deploy");
    RoleSession before = stage.served("deploy");

    stage.time.jumpWall(Duration.ofMinutes(40));

    assertThat(stage.served("deploy")).isSameAs(before);
    stage.time.advance(Duration.ofMillis(1));
    assertThat(stage.served("deploy")).isNotSameAs(before);
  }

  @Test
  void suspend_nobodyAsks_isNoticedWithin30Seconds() {
    stage.role("deploy");
    stage.served("deploy");
    stage.time.jumpWall(Duration.ofHours(8));

    stage.time.advance(Duration.ofSeconds(31));

    assertThat(stage.sts.calls).hasSize(2);
    assertThat(stage.state("deploy")).isEqualTo(SessionStatus.State.FRESH);
  }

  @Test
  void resume_networkComesLater_isFreshWithin2SecondsOfIt() {
    stage.role("deploy").chained("child", "deploy", Stage.HOUR);
    stage.served("child");
    stage.time.jumpWall(Duration.ofHours(8));
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofSeconds(20), Duration.ofMillis(200), "child");
    assertThat(stage.ask("child")).isCompletedExceptionally();

    stage.sts.recover();
    stage.advanceAsking(Duration.ofSeconds(2), Duration.ofMillis(200), "child");

    stage.served("child");
  }

  @Test
  void suspend_whileACallIsUnderWay_doesNotWaitForTheWholeTimeOut() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    var _ = stage.ask("deploy");
    stage.time.jumpWall(Duration.ofHours(1));
    stage.sts.recover();

    stage.advanceAsking(Duration.ofSeconds(2), Duration.ofMillis(100), "deploy");

    stage.served("deploy");
  }

  @Test
  void suspend_duringAnOutage_forgetsTheOutage() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofMinutes(5), SECOND, "deploy");
    stage.time.jumpWall(Duration.ofHours(1));
    stage.sts.recover();

    var _ = stage.ask("deploy");
    stage.time.advance(SECOND);

    stage.served("deploy");
  }

  /** A signature refused for the wrong clock teaches the skew, and is no new session all the same. */
  @Test
  void refresh_refusedWhileTheSkewIsLearned_isNotAnsweredWithTheOldSession() {
    var calls = new ArrayList<CompletableFuture<Credentials>>();
    stage.plan("deploy", _ -> {
      if (calls.isEmpty()) {
        calls.add(stage.sts.call("deploy", Stage.HOUR));
      } else {
        calls.add(new CompletableFuture<>());
      }
      return calls.getLast();
    }, Stage.UPSTREAM, false);
    var held = stage.served("deploy");

    var refreshed = stage.engine.refresh(Stage.key("deploy"));
    stage.engine.skew(Duration.ofMinutes(10));
    assertThat(refreshed).isNotDone();
    calls.getLast().completeExceptionally(new FailureException(Failure.of(FailureReason.SIGNATURE_MISMATCH,
        "AssumeRole", "STS refused the signature.", "Set the clock of this machine.")));

    assertThat(Stage.failureOf(refreshed).reason()).isEqualTo(FailureReason.SIGNATURE_MISMATCH);
    assertThat(stage.served("deploy")).isSameAs(held);
  }

  @ParameterizedTest
  @ValueSource(strings = { "PT1H", "-PT1H", "PT24H", "-PT24H"})
  void clockSetWrongly_awsTellsTheTime_servesNothingExpiredWithAtMostTwoCalls(Duration step) {
    stage.sts.clockAhead = Duration.ZERO;
    stage.plan("deploy", _ -> {
      stage.engine.skew(stage.sts.clockAhead);
      return stage.sts.call("deploy", Stage.HOUR);
    }, Stage.UPSTREAM, false);
    stage.served("deploy");

    stage.time.jumpWall(step);
    stage.sts.clockAhead = step.negated();
    for (int i = 0; i < 29; i++) {
      stage.served("deploy");
      stage.time.advance(SECOND);
    }

    assertThat(stage.sts.calls).hasSizeLessThanOrEqualTo(3);
    stage.time.advance(Duration.ofHours(5));
    stage.served("deploy");
    assertThat(stage.sts.calls).hasSizeLessThan(16);
  }

  @ParameterizedTest
  @ValueSource(strings = { "PT1H", "PT24H"})
  void clockSetWronglyAndBack_nobodyTellsTheTime_isAsBefore(Duration step) {
    stage.role("deploy");
    stage.served("deploy");

    stage.time.jumpWall(step);
    stage.sts.clockAhead = step.negated();
    var _ = stage.ask("deploy");
    stage.time.advance(Duration.ofSeconds(10));
    stage.time.jumpWall(step.negated());
    stage.sts.clockAhead = Duration.ZERO;

    var _ = stage.ask("deploy");
    stage.time.advance(Duration.ofSeconds(2));
    stage.served("deploy");
    assertThat(stage.engine.skew()).isZero();
  }

  @Test
  void clockSetBack_sessionRunsOutByTheTicker_isNotServed() {
    stage.role("deploy");
    Instant expiration = stage.served("deploy").expiration();
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.time.advance(Duration.ofMinutes(50));

    stage.time.jumpWall(Duration.ofHours(-1));
    stage.time.advance(Duration.ofMinutes(11));

    assertThat(stage.time.instant()).isBefore(expiration);
    assertThat(stage.ask("deploy")).isCompletedExceptionally();
  }

  @Test
  void clockWasAheadAndIsCorrected_nobodyTellsTheTime_believesItOnceAnAnswerProvesIt() {
    var sts = stage.sts;
    sts.clockAhead = Duration.ofMinutes(-90);
    stage.role("deploy", Duration.ofHours(2));
    assertThat(stage.ask("deploy")).isCompleted();

    stage.time.jumpWall(Duration.ofMinutes(-90));
    sts.clockAhead = Duration.ZERO;
    stage.role("later", Stage.HOUR);

    stage.served("later");
    assertThat(stage.engine.skew()).isZero();
  }

  @Test
  void clockWrongFromTheStart_awsTellsTheTime_sessionsAreServedToTheirTrueEnd() {
    stage.sts.clockAhead = Duration.ofHours(-3);
    stage.plan("deploy", _ -> {
      stage.engine.skew(stage.sts.clockAhead);
      return stage.sts.call("deploy", Stage.HOUR);
    }, Stage.UPSTREAM, false);

    stage.served("deploy");
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.time.advance(Duration.ofMinutes(59));
    stage.served("deploy");
    stage.time.advance(Duration.ofMinutes(1));

    assertThat(stage.ask("deploy")).isCompletedExceptionally();
    assertThat(stage.events).containsOnlyOnce("skewed PT-3H");
  }

  @Test
  void skew_withinTheTolerance_isIgnored() {
    stage.engine.skew(Duration.ofMillis(1_900));

    assertThat(stage.engine.skew()).isZero();
    assertThat(stage.events).isEmpty();
  }

  @Test
  void skew_changed_isSharedByWhatIsHeldAlready() {
    stage.role("deploy");
    stage.served("deploy");
    stage.engine.skew(Duration.ofMinutes(61));

    assertThat(stage.ask("deploy")).as("expired by AWS's clock; the answer says the same").isNotCompleted();
    assertThat(stage.engine.skew()).isEqualTo(Duration.ofMinutes(61));
  }

  @Test
  void slew_withinTheTolerance_isFollowedWithoutPlanningAnew() {
    stage.role("deploy");
    stage.served("deploy");
    for (int i = 0; i < 50; i++) {
      stage.time.jumpWall(Duration.ofMillis(400));
      stage.time.advance(Duration.ofSeconds(30));
      stage.served("deploy");
    }
    assertThat(stage.events).noneMatch(event -> event.startsWith("jumped"));
  }

  @Test
  void clockLeapsAheadFalsely_awsTellsTheTime_revivesWhatSeemedExpired() {
    stage.role("deploy");
    RoleSession held = stage.served("deploy");
    stage.sts.blackHole = true;
    stage.time.jumpWall(Duration.ofHours(5));
    var waiting = stage.ask("deploy");
    assertThat(waiting).isNotDone();

    stage.engine.skew(Duration.ofHours(-5));

    assertThat(waiting.join()).isSameAs(held);
    assertThat(stage.ask("deploy").join()).isSameAs(held);
  }

  @Test
  void skew_shrinks_sessionIsServedToItsNewEnd() {
    stage.role("deploy");
    RoleSession held = stage.served("deploy");
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.engine.skew(Duration.ofMinutes(-30));

    stage.time.advance(Duration.ofMinutes(89));
    assertThat(stage.ask("deploy").join()).isSameAs(held);
    stage.time.advance(Duration.ofMinutes(1));

    assertThat(stage.ask("deploy")).isCompletedExceptionally();
  }

  @Test
  void skew_shrinks_refreshIsPutOffAsMuch() {
    stage.role("deploy");
    stage.served("deploy");
    stage.engine.skew(Duration.ofMinutes(-30));
    stage.sts.clockAhead = Duration.ofMinutes(-30);

    stage.time.advance(Duration.ofMinutes(59));
    assertThat(stage.sts.calls).hasSize(1);
    stage.time.advance(Duration.ofMinutes(1));

    assertThat(stage.sts.calls).hasSize(2);
  }

  @Test
  void skew_shrinksWhileTheAnswerIsUnchanged_nextQuestionIsPutOffAsMuch() {
    var cached = stage.sts.credentials(1, stage.sts.now().plus(Stage.HOUR));
    int[] asked = { 0};
    stage.plan("instance", _ -> {
      asked[0]++;
      return CompletableFuture.completedFuture(cached);
    }, "", false);
    stage.served("instance");
    stage.time.advance(Duration.ofMinutes(30));
    assertThat(asked[0]).isEqualTo(2);
    stage.engine.skew(Duration.ofMinutes(-30));

    stage.time.advance(Duration.ofMinutes(44));
    assertThat(asked[0]).isEqualTo(2);
    stage.time.advance(Duration.ofMinutes(2));

    assertThat(asked[0]).isEqualTo(3);
  }

  @Test
  void clockJumps_validSessionWithAFailureInMemory_isServed() {
    stage.role("deploy", Duration.ofHours(12));
    RoleSession held = stage.served("deploy");
    stage.sts.fail(FailureReason.ACCESS_DENIED);
    stage.time.advance(Duration.ofHours(6));
    assertThat(stage.state("deploy")).isEqualTo(SessionStatus.State.STALE);

    stage.time.jumpWall(Duration.ofMinutes(1));

    assertThat(stage.ask("deploy").join()).isSameAs(held);
  }

  @Test
  void clockJumps_terminalFailure_isStillAnsweredFromMemory() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.ACCESS_DENIED);
    var _ = stage.ask("deploy");

    stage.time.jumpWall(Duration.ofMinutes(1));
    var _ = stage.ask("deploy");

    assertThat(stage.sts.calls).hasSize(1);
    assertThat(stage.status("deploy").failures()).isEqualTo(1);
  }

  @Test
  void session_obtained_isByTheTrustedClock() {
    stage.engine.skew(Duration.ofHours(1));
    stage.sts.clockAhead = Duration.ofHours(1);
    stage.plan("deploy", _ -> CompletableFuture.completedFuture(
        stage.sts.credentials(1, stage.sts.now().plus(Stage.HOUR))), "", false);

    assertThat(stage.served("deploy").obtained()).isEqualTo(stage.sts.now());
  }
}
