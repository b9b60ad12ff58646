package io.credentialbroker.core.session;

import static io.credentialbroker.core.session.Stage.failureOf;
import static io.credentialbroker.core.session.Stage.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.session.SessionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    stage.ask("deploy");
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
  void status_throughALife_tellsEveryState() {
    stage.role("deploy").role("other");
    assertThat(stage.engine.status()).extracting(SessionStatus::label).containsExactly("deploy", "other");
    assertThat(stage.state("deploy")).isEqualTo(State.IDLE);
    stage.sts.latency = Duration.ofSeconds(1);
    stage.ask("deploy");
    assertThat(stage.state("deploy")).isEqualTo(State.FETCHING);
    stage.time.advance(Duration.ofSeconds(1));
    assertThat(stage.state("deploy")).isEqualTo(State.FRESH);
    assertThat(stage.status("deploy").nextAttempt())
        .isBetween(stage.time.instant().plus(Duration.ofMinutes(27)),
            stage.time.instant().plus(Duration.ofMinutes(33)));
    assertThat(stage.status("deploy").lastAsked()).isEqualTo(stage.time.instant().minusSeconds(1));
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.time.advance(Duration.ofMinutes(40));
    assertThat(stage.state("deploy")).isEqualTo(State.STALE);
    assertThat(stage.status("deploy").session()).isNotNull();
    stage.time.advance(Duration.ofMinutes(40));
    assertThat(stage.state("deploy")).isEqualTo(State.FAILED);
    assertThat(stage.status("deploy").session()).isNull();
    assertThat(stage.status("deploy").failures()).isGreaterThan(3);
  }

  @Test
  void listener_throughALife_isToldEverythingWithItsFigures() {
    var told = new ArrayList<String>();
    var time = ManualTime.start();
    var sts = new VirtualSts(time);
    var engine = new SessionEngine(SessionSettings.DEFAULTS, time, time, time, new Random(5), Runnable::run,
        new SessionListener() {
          @Override
          public void fetched(SessionPlan plan, RoleSession session, Duration took) {
            told.add("fetched in " + took.toMillis() + " ms");
          }

          @Override
          public void failed(SessionPlan plan, Failure failure, int failures, Duration next) {
            told.add("failed " + failures);
            assertThat(next).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(120));
          }

          @Override
          public void expired(SessionPlan plan) {
            told.add("expired");
          }
        });
    engine.plan(
        List.of(new SessionPlan(key("deploy"), "deploy", sts.source("deploy", Stage.HOUR), "sts", false)));
    sts.latency = Duration.ofMillis(250);
    engine.session(key("deploy"));
    time.advance(Duration.ofSeconds(1));
    sts.fail(FailureReason.ACCESS_DENIED);
    time.advance(Duration.ofMinutes(31));

    assertThat(told).startsWith("fetched in 250 ms", "failed 1", "failed 2").doesNotContain("expired");
    SessionStatus status = engine.status().getFirst();
    assertThat(status.nextAttempt()).isAfter(time.instant());
  }

  @Test
  void listener_personNeeded_isToldWhenAskingMakesSense() {
    var told = new ArrayList<Duration>();
    var engine = new SessionEngine(SessionSettings.DEFAULTS, stage.time, stage.time, stage.time,
        new Random(5),
        Runnable::run, new SessionListener() {
          @Override
          public void failed(SessionPlan plan, Failure failure, int failures, Duration next) {
            told.add(next);
          }
        });
    stage.sts.fail(FailureReason.MFA_NEEDED);
    engine
        .plan(List.of(new SessionPlan(key("deploy"), "deploy", stage.sts.source("deploy", Stage.HOUR), "sts",
            false)));

    engine.session(key("deploy"));

    assertThat(told).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void status_nextAttempt_isWhenTheNextCallIsMade() {
    stage.role("deploy");
    stage.served("deploy");
    Instant next = stage.status("deploy").nextAttempt();
    assertThat(next).isNotNull();

    stage.time.advance(Duration.between(stage.time.instant(), next).minusMillis(2));
    assertThat(stage.sts.calls).hasSize(1);
    stage.time.advance(Duration.ofMillis(4));

    assertThat(stage.sts.calls).hasSize(2);
  }

  @Test
  void status_printed_holdsNoSecret() {
    stage.role("deploy");
    stage.served("deploy");

    assertThat(stage.engine.status().toString()).contains("ASIA1").doesNotContain(VirtualSts.KEY.reveal());
  }

  @Test
  void adopt_sessionFromBeforeARestart_isServedAndRefreshed() {
    stage.role("deploy");
    var carried = new RoleSession(key("deploy"), stage.sts.credentials(9, stage.sts.now().plus(Stage.HOUR)),
        stage.time.instant(), stage.sts.now().plus(Stage.HOUR));

    stage.engine.adopt(carried);

    assertThat(stage.served("deploy")).isSameAs(carried);
    assertThat(stage.engine.held()).containsExactly(carried);
    assertThat(stage.status("deploy").lastAsked()).as("as if just asked for").isNotNull();
    assertThat(stage.sts.calls).isEmpty();
    stage.time.advance(Duration.ofMinutes(30));
    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void adopt_expiredUnplannedOrSuperseded_isIgnored() {
    stage.role("deploy");
    var now = stage.sts.now();
    stage.engine.adopt(new RoleSession(key("deploy"), stage.sts.credentials(9, now), now, now));
    stage.engine.adopt(new RoleSession(key("stranger"), stage.sts.credentials(9, now.plusSeconds(60)), now,
        now.plusSeconds(60)));
    assertThat(stage.engine.held()).isEmpty();
    RoleSession held = stage.served("deploy");

    stage.engine.adopt(new RoleSession(key("deploy"), stage.sts.credentials(9, now.plusSeconds(60)), now,
        now.plusSeconds(60)));

    assertThat(stage.served("deploy")).isSameAs(held);
  }

  @Test
  void counts_afterHitsAndMisses_addUp() {
    stage.role("deploy");
    stage.served("deploy");
    stage.served("deploy");
    stage.served("deploy");

    assertThat(stage.engine.counts()).isEqualTo(new SessionCounts(2, 1, 0, 1));
  }

  @Test
  void close_sessionsHeldAndWaiters_areGone() {
    stage.role("deploy").role("slow");
    stage.served("deploy");
    stage.sts.latency = Duration.ofSeconds(1);
    var waiting = stage.ask("slow");

    stage.engine.close();

    assertThat(stage.engine.counts().held()).isZero();
    assertThat(stage.events).noneMatch(event -> event.startsWith("dropped"));
    assertThat(failureOf(waiting).reason()).isEqualTo(FailureReason.INTERNAL);
    assertThat(stage.ask("deploy")).isCompletedExceptionally();
    stage.time.advance(Duration.ofHours(2));
    assertThat(stage.sts.calls).hasSize(2);
    assertThat(stage.time.pending()).isZero();
  }

  @Test
  void close_twiceAndPlannedAfterwards_staysClosed() {
    stage.engine.close();
    stage.engine.close();

    stage.role("deploy");

    assertThat(stage.ask("deploy")).isCompletedExceptionally();
    assertThat(stage.engine.status()).isEmpty();
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

  @Test
  void listener_throws_serviceGoesOn() {
    var engine = new SessionEngine(SessionSettings.DEFAULTS, stage.time, stage.time, stage.time,
        RandomGenerator.getDefault(), Runnable::run, new SessionListener() {
          @Override
          public void fetched(SessionPlan plan, RoleSession session, Duration took) {
            throw new IllegalStateException("a bad listener");
          }
        });
    engine.plan(List.of(new SessionPlan(key("deploy"), "deploy", stage.sts.source("deploy", Stage.HOUR), "",
        false)));

    assertThat(engine.session(key("deploy"))).isCompleted();
  }
}
