package io.credentialbroker.core.session;

import static io.credentialbroker.core.session.Stage.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sessions are fetched ahead of their expiry. */
class SessionRefreshTest {
  private final Stage stage = new Stage();

  @Test
  void refresh_nobodyAsks_happensAtHalfLife() {
    stage.role("deploy");
    stage.served("deploy");

    stage.time.advance(Duration.ofMinutes(29));
    assertThat(stage.sts.calls).hasSize(1);
    stage.time.advance(Duration.ofMinutes(1));

    assertThat(stage.sts.calls).hasSize(2);
    assertThat(stage.served("deploy").credentials().accessKeyId()).isEqualTo("ASIA2");
  }

  @Test
  void refresh_underWay_servesTheOldSessionMeanwhile() {
    stage.role("deploy");
    stage.served("deploy");
    stage.sts.latency = Duration.ofSeconds(5);

    stage.time.advance(Duration.ofMinutes(29).plusSeconds(45));

    assertThat(stage.sts.calls).hasSize(2);
    assertThat(stage.served("deploy").credentials().accessKeyId()).isEqualTo("ASIA1");
    stage.time.advance(Duration.ofSeconds(5));
    assertThat(stage.served("deploy").credentials().accessKeyId()).isEqualTo("ASIA2");
  }

  @Test
  void refresh_twentyFourHours_neverServesExpiredNorLessThan45PerCent() {
    stage.sts.latency = Duration.ofMillis(200);
    Duration[] lifetimes = { Duration.ofMinutes(15), Stage.HOUR, Duration.ofHours(4), Duration.ofHours(12)};
    for (Duration lifetime : lifetimes) {
      stage.role("role" + lifetime, lifetime);
      var _ = stage.ask("role" + lifetime);
    }
    stage.time.advance(Duration.ofSeconds(1));

    for (int minute = 0; minute < 24 * 60; minute++) {
      for (Duration lifetime : lifetimes) {
        Duration left = Duration.between(stage.sts.now(), stage.served("role" + lifetime).expiration());
        assertThat(left.toMillis()).isGreaterThanOrEqualTo(lifetime.toMillis() * 45 / 100);
      }
      stage.time.advance(Duration.ofMinutes(1));
    }
    assertThat(stage.events).noneMatch(event -> event.startsWith("expired") || event.startsWith("failed"));
    assertThat(stage.sts.callsOf("rolePT1H")).isBetween(44L, 54L);
  }

  @Test
  void refresh_unchangedAnswer_isNoFailureAndAskedAgainAtHalfOfWhatIsLeft() {
    Credentials cached = stage.sts.credentials(1, stage.sts.now().plus(Stage.HOUR));
    int[] asked = { 0};
    stage.plan("instance", _ -> {
      asked[0]++;
      return CompletableFuture.completedFuture(cached);
    }, "", false);
    RoleSession first = stage.served("instance");

    stage.time.advance(Duration.ofMinutes(30));
    assertThat(asked[0]).isEqualTo(2);
    stage.time.advance(Duration.ofMinutes(14));
    assertThat(asked[0]).as("half of the other half hour is not over").isEqualTo(2);
    stage.time.advance(Duration.ofMinutes(2));

    assertThat(asked[0]).isEqualTo(3);
    assertThat(stage.served("instance")).isSameAs(first);
    assertThat(stage.events).containsExactly("fetched instance");
    assertThat(stage.state("instance")).isEqualTo(SessionStatus.State.FRESH);
  }

  @Test
  void refresh_byHandAndUnchanged_answersWithWhatIsHeld() {
    Credentials cached = stage.sts.credentials(1, stage.sts.now().plus(Stage.HOUR));
    stage.plan("instance", _ -> CompletableFuture.completedFuture(cached), "", false);
    RoleSession held = stage.served("instance");

    assertThat(stage.engine.refresh(key("instance")).join()).isSameAs(held);
  }

  @Test
  void refresh_unchangedToTheEnd_isNotAskedMoreThanOnceAMinute() {
    Credentials cached = stage.sts.credentials(1, stage.sts.now().plus(Stage.HOUR));
    int[] asked = { 0};
    stage.plan("instance", _ -> {
      asked[0]++;
      return CompletableFuture.completedFuture(cached);
    }, "", false);
    stage.served("instance");

    stage.time.advance(Stage.HOUR.minusSeconds(1));

    assertThat(asked[0]).isBetween(6, 9);
  }

  @Test
  void refresh_ofABase_happensOnceForAllItsDependents() {
    stage.role("base").chained("one", "base", Stage.HOUR).chained("two", "base", Stage.HOUR);
    stage.served("one");
    stage.served("two");
    assertThat(stage.sts.callsOf("base")).isEqualTo(1);

    stage.time.advance(Duration.ofMinutes(30));

    assertThat(stage.sts.callsOf("base")).isEqualTo(2);
    assertThat(stage.sts.callsOf("one")).isEqualTo(2);
    assertThat(stage.sts.callsOf("two")).isEqualTo(2);
  }

  @Test
  void idle_nobodyAsksForHalfADay_isDroppedAndNotFetchedAgain() {
    stage.role("deploy");
    stage.served("deploy");

    stage.time.advance(Duration.ofHours(13));
    int calls = stage.sts.calls.size();
    stage.time.advance(Duration.ofHours(13));

    assertThat(stage.sts.calls).hasSize(calls);
    assertThat(stage.events).containsOnlyOnce("dropped deploy");
    assertThat(stage.state("deploy")).isEqualTo(SessionStatus.State.IDLE);
    stage.served("deploy");
  }

  @Test
  void idle_askedNowAndThen_isKept() {
    stage.role("deploy");
    for (int i = 0; i < 10; i++) {
      stage.served("deploy");
      stage.time.advance(Duration.ofHours(11));
    }
    assertThat(stage.events).doesNotContain("dropped deploy", "expired deploy");
  }

  @Test
  void idle_machineSleepsForADay_isNotIdleTime() {
    stage.role("deploy");
    stage.served("deploy");

    stage.time.jumpWall(Duration.ofHours(24));
    stage.time.advance(Duration.ofMinutes(1));

    assertThat(stage.state("deploy")).isEqualTo(SessionStatus.State.FRESH);
    assertThat(stage.events).doesNotContain("dropped deploy");
  }

  @Test
  void idle_atTheMomentOfItsExpiry_isDroppedWithoutAnotherCall() {
    stage.role("deploy", Duration.ofHours(12));
    stage.served("deploy");
    stage.sts.fail(FailureReason.MFA_NEEDED);

    stage.time.advance(Duration.ofHours(13));

    assertThat(stage.sts.calls).as("the first and the one at half-life").hasSize(2);
    assertThat(stage.state("deploy")).isEqualTo(SessionStatus.State.IDLE);
  }

  @Test
  void keepWarm_planned_isFetchedWithoutBeingAskedAndNeverDropped() {
    stage.warm("deploy");

    stage.time.advance(Duration.ofSeconds(1));
    assertThat(stage.state("deploy")).isEqualTo(SessionStatus.State.FRESH);
    stage.time.advance(Duration.ofHours(30));

    assertThat(stage.state("deploy")).isEqualTo(SessionStatus.State.FRESH);
    assertThat(stage.sts.calls).hasSizeGreaterThan(50);
    assertThat(stage.status("deploy").lastAsked()).isNull();
  }

  @Test
  void keepWarm_manyAtOnce_areSpreadOverTheLimit() {
    var plans = IntStream.range(0, 500).mapToObj(i -> new SessionPlan(key("role" + i, i / 500.0), "role" + i,
        stage.sts.source("role" + i, Stage.HOUR), Stage.UPSTREAM, true)).toList();
    stage.engine.plan(plans);

    stage.time.advance(Duration.ofSeconds(60));

    assertThat(stage.sts.calls).hasSize(500);
    assertThat(stage.sts.peak(Duration.ofSeconds(1))).isLessThanOrEqualTo(10);
    assertThat(stage.engine.held()).hasSize(500);
  }

  @Test
  void limit_callerWhileHundredsQueue_goesFirst() {
    var plans = new ArrayList<>(
        IntStream.range(0, 500).mapToObj(i -> new SessionPlan(key("role" + i),
            "role" + i, stage.sts.source("role" + i, Stage.HOUR), Stage.UPSTREAM, true)).toList());
    plans.add(new SessionPlan(key("urgent"), "urgent", stage.sts.source("urgent", Stage.HOUR), Stage.UPSTREAM,
        false));
    stage.engine.plan(plans);
    stage.time.advance(Duration.ofSeconds(27));
    int before = stage.sts.calls.size();
    assertThat(before).isLessThan(400);

    var urgent = stage.ask("urgent");
    String last = stage.engine.status().stream()
        .filter(status -> status.state() == SessionStatus.State.FETCHING && !status.label().equals("urgent"))
        .reduce((_, second) -> second).orElseThrow().label();
    var planned = stage.ask(last);
    stage.time.advance(Duration.ofSeconds(1));

    assertThat(urgent).isCompleted();
    assertThat(planned).isCompleted();
    assertThat(stage.sts.calls.subList(before, before + 2)).extracting(VirtualSts.Call::who)
        .containsExactly("urgent", last);
  }
}
