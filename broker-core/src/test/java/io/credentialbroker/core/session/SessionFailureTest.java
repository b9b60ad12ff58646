package io.credentialbroker.core.session;

import static io.credentialbroker.core.session.Stage.failureOf;
import static io.credentialbroker.core.session.Stage.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionStatus.State;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** One session, one failure: what callers see of it, and when the source is asked again. */
class SessionFailureTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Stage stage = new Stage();

  @ParameterizedTest
  @EnumSource
  void refreshFails_validSessionHeld_isServedWhateverTheReason(FailureReason reason) {
    stage.role("deploy");
    RoleSession held = stage.served("deploy");
    stage.sts.fail(reason);

    for (int minute = 0; minute < 59; minute++) {
      stage.time.advance(Duration.ofMinutes(1));
      assertThat(stage.served("deploy")).isSameAs(held);
    }
    assertThat(stage.state("deploy")).isEqualTo(State.STALE);
    assertThat(stage.status("deploy").lastFailure()).isEqualTo(stage.sts.fault);
  }

  @ParameterizedTest
  @EnumSource
  void refreshFailed_sourceRecovers_sessionIsFreshAgain(FailureReason reason) {
    stage.role("deploy");
    stage.served("deploy");
    stage.sts.fail(reason);
    stage.time.advance(Duration.ofMinutes(31));
    stage.sts.recover();
    stage.engine.retryFailed(Set.of());

    stage.time.advance(SECOND);

    assertThat(stage.state("deploy")).isEqualTo(State.FRESH);
    assertThat(stage.status("deploy").failures()).isZero();
    assertThat(stage.status("deploy").lastFailure()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = { "UNREACHABLE", "UPSTREAM_ERROR", "MALFORMED_ANSWER", "INTERNAL"})
  void coldFetch_failsOnceInPassing_callersNeverKnow(FailureReason reason) {
    stage.role("deploy");
    stage.sts.fail(reason);
    var waiting = stage.ask("deploy");
    assertThat(waiting).isNotDone();
    stage.sts.recover();

    stage.time.advance(Duration.ofMillis(100));

    assertThat(waiting).isCompleted();
    assertThat(stage.sts.calls).hasSize(2);
  }

  @Test
  void coldFetch_failsThreeTimes_failsAllWaitersWithTheReasonWithin800Ms() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.UPSTREAM_ERROR);
    var one = stage.ask("deploy");
    var two = stage.ask("deploy");

    stage.time.advance(Duration.ofMillis(800));

    assertThat(failureOf(one)).isEqualTo(stage.sts.fault);
    assertThat(failureOf(two)).isEqualTo(stage.sts.fault);
    assertThat(stage.sts.calls).hasSize(3);
  }

  @Test
  void throttled_isNotTriedAgainQuickly() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.THROTTLED);

    stage.advanceAsking(SECOND, Duration.ofMillis(10), "deploy");

    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void upstreamNamesAWait_isGivenIt() {
    stage.role("deploy");
    stage.sts.fault = new Failure(FailureReason.UPSTREAM_ERROR, "AssumeRole", "Busy.", "Wait.", null,
        Duration.ofMinutes(2));

    stage.advanceAsking(Duration.ofSeconds(119), SECOND, "deploy");

    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void failed_callersAreToldFromMemoryAndTheSameFuture() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.ACCESS_DENIED);
    var _ = stage.ask("deploy");

    CompletableFuture<RoleSession> first = stage.ask("deploy");

    assertThat(stage.ask("deploy")).isSameAs(first);
    assertThat(failureOf(first)).isEqualTo(stage.sts.fault);
    assertThat(stage.sts.calls).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.INCLUDE, names = { "ACCESS_DENIED", "INVALID_KEY", "POLICY_REFUSED",
      "EXPIRED_INPUT",
      "REGION_DISABLED", "SIGNATURE_MISMATCH", "IDENTITY_REJECTED", "INVALID_PARAMETER"})
  void terminal_callersAreToldFromMemoryFor5To30Seconds(FailureReason reason) {
    stage.role("deploy");
    stage.sts.fail(reason);
    var _ = stage.ask("deploy");

    stage.advanceAsking(Duration.ofSeconds(5), Duration.ofMillis(100), "deploy");
    assertThat(stage.sts.calls).hasSize(1);
    stage.advanceAsking(Duration.ofSeconds(26), Duration.ofMillis(100), "deploy");

    assertThat(stage.sts.calls).hasSizeBetween(2, 6);
  }

  @Test
  void terminal_nobodyAsks_isTriedAgainEverMoreSlowly() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.ACCESS_DENIED);
    var _ = stage.ask("deploy");

    stage.time.advance(Duration.ofHours(1));

    assertThat(stage.sts.calls).hasSizeBetween(6, 12);
  }

  @Test
  void terminal_mended_isNoticedWithoutBeingAsked() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.ACCESS_DENIED);
    var _ = stage.ask("deploy");
    stage.sts.recover();

    stage.time.advance(Duration.ofMinutes(1));

    assertThat(stage.state("deploy")).isEqualTo(State.FRESH);
  }

  @Test
  void mfaNeeded_nobodyAsks_isNeverTriedAgain() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.MFA_NEEDED);

    assertThat(failureOf(stage.ask("deploy")).reason()).isEqualTo(FailureReason.MFA_NEEDED);
    stage.time.advance(Duration.ofHours(6));

    assertThat(stage.sts.calls).hasSize(1);
    assertThat(stage.state("deploy")).isEqualTo(State.MFA_NEEDED);
    assertThat(stage.status("deploy").nextAttempt()).isNull();
  }

  @Test
  void mfaNeeded_codeGiven_isFetchedWhenNextAsked() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.MFA_NEEDED);
    var _ = stage.ask("deploy");
    stage.sts.recover();
    stage.engine.retryFailed(Set.of());

    stage.served("deploy");
  }

  @Test
  void mfaNeeded_ofABase_isTheFailureOfItsDependentsUntilTheCodeIsThere() {
    stage.role("mfa").chained("deploy", "mfa", Stage.HOUR);
    stage.sts.fail(FailureReason.MFA_NEEDED);
    assertThat(stage.refused("deploy").reason()).isEqualTo(FailureReason.MFA_NEEDED);
    stage.sts.recover();

    assertThat(stage.engine.refresh(key("mfa"))).isCompleted();
    stage.time.advance(SECOND);

    stage.served("deploy");
  }

  @Test
  void mfaNeeded_atHalfLife_keepsServingAndSaysSo() {
    stage.role("deploy", Duration.ofHours(12));
    stage.served("deploy");
    stage.sts.fail(FailureReason.MFA_NEEDED);

    stage.time.advance(Duration.ofHours(7));

    assertThat(stage.state("deploy")).isEqualTo(State.STALE);
    stage.served("deploy");
    stage.time.advance(Duration.ofHours(4).plusMinutes(59));
    stage.served("deploy");
  }

  @Test
  void localConfiguration_mended_isNoticedWithin5Seconds() {
    stage.role("deploy");
    stage.sts.fault = Failure.of(FailureReason.LOCAL_CONFIGURATION, "token file", "It is missing.",
        "Write it.");
    var _ = stage.ask("deploy");
    stage.advanceAsking(Duration.ofSeconds(4), Duration.ofMillis(100), "deploy");
    assertThat(stage.sts.calls).hasSize(1);
    stage.sts.recover();

    stage.advanceAsking(Duration.ofSeconds(2), Duration.ofMillis(100), "deploy");

    stage.served("deploy");
  }

  @Test
  void baseFails_dependentsFailureIsTheBases() {
    stage.role("base").chained("deploy", "base", Stage.HOUR);
    stage.sts.fail(FailureReason.ACCESS_DENIED);

    assertThat(stage.refused("deploy")).isEqualTo(stage.sts.fault);
    assertThat(stage.sts.callsOf("deploy")).isZero();
    assertThat(stage.sts.callsOf("base")).isEqualTo(1);
  }

  @Test
  void baseFailed_anotherDependentAsks_baseIsNotCalledAgain() {
    stage.role("base").chained("one", "base", Stage.HOUR).chained("two", "base", Stage.HOUR);
    stage.sts.fail(FailureReason.ACCESS_DENIED);
    var _ = stage.ask("one");

    assertThat(stage.refused("two")).isEqualTo(stage.sts.fault);

    assertThat(stage.sts.callsOf("base")).isEqualTo(1);
  }

  @Test
  void retryFailed_coldSession_waitsToBeAsked() {
    stage.role("cold").role("held");
    stage.served("held");
    stage.sts.fail(FailureReason.ACCESS_DENIED);
    var _ = stage.ask("cold");
    var _ = stage.engine.refresh(key("held"));
    int calls = stage.sts.calls.size();

    stage.engine.retryFailed(Set.of());
    stage.time.advance(Duration.ofSeconds(5));

    assertThat(stage.sts.calls).as("what is held is tried at once").hasSize(calls + 1);
    var _ = stage.ask("cold");
    assertThat(stage.sts.calls).as("what is not when asked").hasSize(calls + 2);
  }

  @Test
  void retryFailed_profilesWhoseCodeWasGiven_needNoneAnyMore() {
    stage.role("coded").role("another").role("refused");
    stage.sts.fail(FailureReason.MFA_NEEDED);
    var _ = stage.ask("coded");
    var _ = stage.ask("another");
    stage.sts.fail(FailureReason.ACCESS_DENIED);
    var _ = stage.ask("refused");

    stage.engine.retryFailed(Set.of(new ProfileName("coded"), new ProfileName("refused")));

    assertThat(stage.state("coded")).isEqualTo(SessionStatus.State.IDLE);
    assertThat(stage.status("coded").lastFailure()).isNull();
    assertThat(stage.state("another")).as("its device has had no code")
        .isEqualTo(SessionStatus.State.MFA_NEEDED);
    assertThat(stage.state("refused")).as("no code mends that").isEqualTo(SessionStatus.State.FAILED);
    stage.sts.recover();
    assertThat(stage.served("coded")).isNotNull();
  }

  @Test
  void expired_nobodyCanFetchAnother_isNotKeptInMemory() {
    stage.role("deploy");
    stage.served("deploy");
    stage.sts.fail(FailureReason.MFA_NEEDED);

    stage.time.advance(Duration.ofMinutes(61));

    assertThat(stage.engine.counts().held()).isZero();
    assertThat(stage.state("deploy")).isEqualTo(State.MFA_NEEDED);
  }

  @Test
  void baseRecovers_dependentIsServedWithinSecondsWhenAsked() {
    stage.role("base").chained("deploy", "base", Stage.HOUR);
    stage.sts.fail(FailureReason.ACCESS_DENIED);
    var _ = stage.ask("deploy");
    stage.sts.recover();
    var _ = stage.engine.refresh(key("base"));

    stage.advanceAsking(Duration.ofSeconds(2), Duration.ofMillis(100), "deploy");

    stage.served("deploy");
  }
}
