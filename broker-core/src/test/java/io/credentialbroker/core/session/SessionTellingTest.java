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
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What the session room tells, hands over and leaves behind. */
class SessionTellingTest {
  private final Stage stage = new Stage();

  @Test
  void status_throughALife_tellsEveryState() {
    stage.role("deploy").role("other");
    assertThat(stage.engine.status()).extracting(SessionStatus::label).containsExactly("deploy", "other");
    assertThat(stage.state("deploy")).isEqualTo(State.IDLE);
    stage.sts.latency = Duration.ofSeconds(1);
    var _ = stage.ask("deploy");
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
    var _ = engine.session(key("deploy"));
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

    var _ = engine.session(key("deploy"));

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
  void adopt_sessionWithPartOfItsLifePassed_isRefreshedWhenItWasPlanned() {
    stage.role("deploy");
    var obtained = stage.time.instant().minus(Duration.ofMinutes(20));
    stage.engine.adopt(new RoleSession(key("deploy"),
        stage.sts.credentials(9, stage.sts.now().plus(Duration.ofMinutes(40))), obtained,
        stage.sts.now().plus(Duration.ofMinutes(40))));

    stage.time.advance(Duration.ofMinutes(9));
    assertThat(stage.sts.calls).isEmpty();
    stage.time.advance(Duration.ofMinutes(1));
    assertThat(stage.sts.calls).hasSize(1);
  }

  @Test
  void adopt_beforeTheFirstPlan_isServedToItsKeysAndSparesTheFirstFetchOfWhatIsKeptWarm() {
    var until = stage.sts.now().plus(Stage.HOUR);
    var carried = new RoleSession(key("deploy"), stage.sts.credentials(9, until), stage.time.instant(),
        until);
    stage.engine.adopt(carried);
    stage.engine.adopt(new RoleSession(key("gone"), stage.sts.credentials(8, until), stage.time.instant(),
        until));
    assertThat(stage.engine.held()).isEmpty();

    stage.warm("deploy");
    stage.time.advance(Duration.ofMinutes(1));
    assertThat(stage.served("deploy")).isSameAs(carried);
    assertThat(stage.sts.calls).isEmpty();

    stage.warm("gone");
    stage.time.advance(Duration.ofMinutes(1));
    assertThat(stage.sts.calls).as("only the first plan takes over").hasSize(1);
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
