package io.credentialbroker.core.session;

import static io.credentialbroker.core.session.Stage.failureOf;
import static io.credentialbroker.core.session.Stage.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.session.SessionStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Planning, forgetting, refreshing by hand, telling how things stand, and stopping. */
class SessionPlanTest {
  private final Stage stage = new Stage();

  @Test
  void plan_keyRemains_keepsTheSession() {
    stage.role("deploy");
    RoleSession held = stage.served("deploy");

    stage.role("other");

    assertThat(stage.served("deploy")).isSameAs(held);
  }

  @Test
  void plan_keyRemainsWithANewSource_refreshesFromTheNewSource() {
    stage.role("deploy");
    stage.served("deploy");
    var other = new VirtualSts(stage.time);

    stage.plan("deploy", other.source("deploy", Stage.HOUR), Stage.UPSTREAM, false);
    stage.time.advance(Duration.ofMinutes(30));

    assertThat(other.calls).hasSize(1);
    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void plan_keyIsGone_dropsTheSessionAndItsRefreshes() {
    stage.role("deploy").role("other");
    stage.served("deploy");

    stage.unplan("deploy");
    stage.time.advance(Duration.ofHours(2));

    assertThat(stage.refused("deploy").reason()).isEqualTo(FailureReason.INTERNAL);
    assertThat(stage.sts.calls).hasSize(1);
    assertThat(stage.events).contains("dropped deploy");
    assertThat(stage.engine.held()).isEmpty();
  }

  @Test
  void plan_keyIsGoneWhileFetching_tellsTheWaitersAndDiscardsTheAnswer() {
    stage.sts.latency = Duration.ofSeconds(1);
    stage.role("deploy").role("other");
    var waiting = stage.ask("deploy");

    stage.unplan("deploy");
    assertThat(failureOf(waiting).reason()).isEqualTo(FailureReason.INTERNAL);
    stage.time.advance(Duration.ofSeconds(2));

    assertThat(stage.engine.held()).isEmpty();
  }

  @Test
  void plan_sameKeyTwice_isWarmIfOneIs() {
    var source = stage.sts.source("deploy", Stage.HOUR);
    var lazy = new SessionPlan(key("deploy"), "deploy", source, Stage.UPSTREAM, false);

    stage.engine.plan(List.of(lazy, lazy.kept(), lazy));
    stage.time.advance(Duration.ofSeconds(1));

    assertThat(stage.engine.status()).hasSize(1);
    assertThat(stage.state("deploy")).isEqualTo(State.FRESH);
  }

  @Test
  void plan_warmAgain_doesNotFetchAgain() {
    stage.warm("deploy");
    stage.time.advance(Duration.ofSeconds(1));

    stage.warm("deploy");
    stage.time.advance(Duration.ofSeconds(1));

    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void plan_noLongerWarm_fallsIdleInTime() {
    stage.warm("deploy");
    stage.time.advance(Duration.ofMinutes(1));
    stage.served("deploy");

    stage.role("deploy");
    stage.time.advance(Duration.ofHours(13));

    assertThat(stage.state("deploy")).isEqualTo(State.IDLE);
  }

  @Test
  void refresh_sessionHeld_replacesItOnlyWhenTheNewOneIsThere() {
    stage.role("deploy");
    RoleSession old = stage.served("deploy");
    stage.sts.latency = Duration.ofSeconds(1);

    var fresh = stage.engine.refresh(key("deploy"));
    assertThat(stage.served("deploy")).isSameAs(old);
    stage.time.advance(Duration.ofSeconds(1));

    assertThat(stage.served("deploy")).isSameAs(fresh.join()).isNotSameAs(old);
  }

  @Test
  void refresh_fetchUnderWay_joinsIt() {
    stage.sts.latency = Duration.ofSeconds(1);
    stage.role("deploy");
    var asked = stage.ask("deploy");

    var refreshed = stage.engine.refresh(key("deploy"));
    stage.time.advance(Duration.ofSeconds(1));

    assertThat(refreshed.join()).isSameAs(asked.join());
    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void refresh_failsWhileASessionIsHeld_saysSoAndKeepsServing() {
    stage.role("deploy");
    RoleSession held = stage.served("deploy");
    stage.sts.fail(FailureReason.ACCESS_DENIED);

    assertThat(failureOf(stage.engine.refresh(key("deploy")))).isEqualTo(stage.sts.fault);
    assertThat(stage.served("deploy")).isSameAs(held);
  }

  @Test
  void refresh_afterATerminalFailure_isTriedAtOnce() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.ACCESS_DENIED);
    var _ = stage.ask("deploy");
    stage.sts.recover();

    assertThat(stage.engine.refresh(key("deploy"))).isCompleted();
  }

  @Test
  void refresh_ofAKeyThatIsNotPlanned_fails() {
    assertThat(failureOf(stage.engine.refresh(key("stranger"))).reason()).isEqualTo(FailureReason.INTERNAL);
  }

  @Test
  void forget_sessionHeld_nextAnswerIsAFreshOne() {
    stage.role("deploy");
    RoleSession revoked = stage.served("deploy");

    stage.engine.forget(key("deploy"));

    assertThat(stage.state("deploy")).isEqualTo(State.IDLE);
    assertThat(stage.served("deploy")).isNotSameAs(revoked);
    assertThat(stage.events).contains("dropped deploy");
  }

  @Test
  void forget_fetchUnderWay_discardsItsAnswerAndFetchesAgain() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    var waiting = stage.ask("deploy");
    stage.sts.recover();

    stage.engine.forget(key("deploy"));
    stage.sts.unanswered.getFirst().complete(stage.sts.credentials(77, stage.sts.now().plus(Stage.HOUR)));

    assertThat(waiting.join().credentials().accessKeyId()).isEqualTo("ASIA2");
    assertThat(stage.served("deploy").credentials().accessKeyId()).isEqualTo("ASIA2");
  }

  @Test
  void forget_keptWarm_isFetchedAnewAtOnce() {
    stage.warm("deploy");
    stage.time.advance(Duration.ofSeconds(1));

    stage.engine.forget(key("deploy"));
    stage.time.advance(Duration.ofMillis(1));

    assertThat(stage.state("deploy")).isEqualTo(State.FRESH);
    assertThat(stage.sts.calls).hasSize(2);
  }

  @Test
  void forget_ofAKeyThatIsNotPlanned_doesNothing() {
    stage.role("deploy");
    stage.served("deploy");

    stage.engine.forget(key("stranger"));

    stage.served("deploy");
    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void executor_refusesWork_failsTheFetchAsTheBrokersFault() {
    var engine = new SessionEngine(SessionSettings.DEFAULTS, stage.time, stage.time, stage.time,
        RandomGenerator.getDefault(), _ -> {
          throw new RejectedExecutionException();
        }, SessionListener.NONE);
    engine.plan(List.of(new SessionPlan(key("deploy"), "deploy", stage.sts.source("deploy", Stage.HOUR), "",
        false)));

    var answer = engine.session(key("deploy"));
    stage.time.advance(Duration.ofSeconds(1));

    assertThat(failureOf(answer).reason()).isEqualTo(FailureReason.INTERNAL);
  }
}
