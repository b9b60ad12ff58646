package io.credentialbroker.core.session;

import static io.credentialbroker.core.session.Stage.failureOf;
import static io.credentialbroker.core.session.Stage.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.session.SessionStatus.State;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole upstream is dead: few calls, quick answers, quick recovery. */
class SessionOutageTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Duration OFTEN = Duration.ofMillis(100);

  private final Stage stage = new Stage();

  @ParameterizedTest
  @ValueSource(ints = { 1, 2, 5, 20, 100})
  void outage_askedAllTheTime_callsAtMostOncePerSessionAnd30Seconds(int sessions) {
    String[] names = roles(stage, sessions);
    stage.sts.fail(FailureReason.UNREACHABLE);

    stage.advanceAsking(TEN_MINUTES, OFTEN, names);

    assertThat(stage.sts.calls).hasSizeLessThanOrEqualTo(20 * sessions);
    for (String name : names) {
      assertThat(stage.sts.callsOf(name)).isLessThanOrEqualTo(20);
    }
  }

  @Test
  void outage_underWay_noSessionIsTriedTwiceIn30Seconds() {
    String[] names = roles(stage, 3);
    stage.sts.fail(FailureReason.UPSTREAM_ERROR);
    stage.advanceAsking(Duration.ofSeconds(60), OFTEN, names);
    stage.sts.calls.clear();

    stage.advanceAsking(TEN_MINUTES, OFTEN, names);

    for (String name : names) {
      long[] times = stage.sts.calls.stream().filter(call -> call.who().equals(name))
          .mapToLong(VirtualSts.Call::ticks).toArray();
      assertThat(times).hasSizeGreaterThan(5);
      assertThat(IntStream.range(1, times.length).mapToLong(i -> times[i] - times[i - 1]))
          .allMatch(gap -> gap >= Duration.ofSeconds(30).toNanos());
    }
  }

  @Test
  void outage_moreCallers_makeNoMoreCalls() {
    var quiet = new Stage();
    for (Stage one : new Stage[]{ stage, quiet}) {
      roles(one, 5);
      one.sts.fail(FailureReason.UNREACHABLE);
    }
    quiet.advanceAsking(TEN_MINUTES, Duration.ofSeconds(10), names(5));
    stage.advanceAsking(TEN_MINUTES, Duration.ofMillis(20), names(5));

    assertThat(stage.sts.calls.size()).isLessThanOrEqualTo(quiet.sts.calls.size() * 3 / 2);
  }

  @Test
  void outage_believedDead_callersAreRefusedAtOnceWithTheReason() {
    String[] names = roles(stage, 10);
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofSeconds(5), OFTEN, names);
    stage.role("newcomer");

    assertThat(stage.refused("newcomer").reason()).isEqualTo(FailureReason.UNREACHABLE);
    assertThat(stage.refused("newcomer").message()).contains(Stage.UPSTREAM);
    assertThat(stage.refused("newcomer").step()).isEqualTo("newcomer");
    assertThat(stage.sts.callsOf("newcomer")).isZero();
  }

  @Test
  void outage_begins_thoseWhoWaitInTheQueueAreToldAtOnce() {
    stage.sts.latency = Duration.ofMillis(100);
    stage.sts.fail(FailureReason.UNREACHABLE);
    String[] names = roles(stage, 60);

    var waiting = Stream.of(names).map(stage::ask).toList();
    stage.time.advance(Duration.ofMillis(800));

    assertThat(waiting).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(stage.sts.calls).hasSizeLessThanOrEqualTo(30);
  }

  @Test
  void recovery_manySessionsAsked_isNoticedWithin5Seconds() {
    String[] names = roles(stage, 30);
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(TEN_MINUTES, OFTEN, names);
    stage.sts.recover();

    stage.advanceAsking(Duration.ofSeconds(5), OFTEN, names);

    assertThat(names).filteredOn(name -> stage.state(name) == State.FRESH).hasSizeGreaterThan(10);
    stage.advanceAsking(Duration.ofSeconds(3), OFTEN, names);
    for (String name : names) {
      stage.served(name);
    }
    assertThat(stage.sts.peak(Duration.ofSeconds(1))).isLessThanOrEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = { 1, 2, 5})
  void recovery_fewSessionsAskedAndASignOfLife_isNoticedWithin5Seconds(int sessions) {
    Stage hinted = hinted();
    String[] names = roles(hinted, sessions);
    hinted.sts.fail(FailureReason.UNREACHABLE);
    hinted.advanceAsking(TEN_MINUTES, OFTEN, names);
    assertThat(hinted.sts.calls).hasSizeLessThanOrEqualTo(20 * sessions);
    hinted.sts.recover();

    hinted.advanceAsking(Duration.ofSeconds(5), OFTEN, names);

    for (String name : names) {
      hinted.served(name);
    }
  }

  @Test
  void signOfLife_false_isBelievedOnlyOnce() {
    var lying = new Stage(SessionSettings.DEFAULTS, _ -> CompletableFuture.completedFuture(true));
    lying.role("deploy");
    lying.sts.fail(FailureReason.UPSTREAM_ERROR);

    lying.advanceAsking(TEN_MINUTES, OFTEN, "deploy");

    assertThat(lying.sts.calls).hasSizeLessThanOrEqualTo(21);
  }

  @Test
  void signOfLife_throws_changesNothing() {
    var broken = new Stage(SessionSettings.DEFAULTS, _ -> {
      throw new IllegalStateException("no network");
    });
    broken.role("deploy");
    broken.sts.fail(FailureReason.UPSTREAM_ERROR);
    broken.advanceAsking(TEN_MINUTES, OFTEN, "deploy");
    broken.sts.recover();

    broken.advanceAsking(Duration.ofSeconds(51), OFTEN, "deploy");

    broken.served("deploy");
  }

  @ParameterizedTest
  @ValueSource(ints = { 1, 30})
  void recovery_nobodyAsks_isNoticedWithin60Seconds(int sessions) {
    String[] names = roles(stage, sessions);
    stage.advanceAsking(Duration.ofSeconds(5), Duration.ofSeconds(5), names);
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.time.advance(Duration.ofHours(2));
    stage.sts.recover();

    stage.time.advance(Duration.ofSeconds(60));

    assertThat(names).allMatch(name -> stage.state(name) == State.FRESH);
  }

  @Test
  void recovery_noticedByOneSession_bringsAllOthersAtOnce() {
    String[] names = roles(stage, 30);
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofMinutes(5), OFTEN, names);
    stage.sts.recover();

    stage.time.advance(Duration.ofSeconds(8));

    assertThat(names).allMatch(name -> stage.state(name) == State.FRESH);
    assertThat(names).allMatch(name -> stage.status(name).failures() == 0);
  }

  @Test
  void recovery_noticedByALateAnswer_bringsAllOthersAtOnce() {
    String[] names = roles(stage, 12);
    stage.sts.blackHole = true;
    stage.advanceAsking(Duration.ofSeconds(60), OFTEN, names);
    stage.sts.recover();

    stage.sts.unanswered.getLast().complete(stage.sts.credentials(7, stage.sts.now().plus(Stage.HOUR)));
    stage.time.advance(Duration.ofSeconds(3));

    assertThat(names).allMatch(name -> stage.state(name) == State.FRESH);
  }

  @Test
  void recovery_ofAnotherUpstream_isNoneOfThisOne() {
    String[] names = roles(stage, 10);
    var other = new VirtualSts(stage.time);
    for (int i = 0; i < 10; i++) {
      stage.plan("other" + i, other.source("other" + i, Stage.HOUR), "sts.us-east-1.amazonaws.com", false);
    }
    stage.sts.fail(FailureReason.UNREACHABLE);
    other.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofMinutes(2), OFTEN, names);
    stage.advanceAsking(Duration.ofMinutes(2), OFTEN, IntStream.range(0, 10).mapToObj(i -> "other" + i)
        .toArray(String[]::new));
    int calls = stage.sts.calls.size();
    other.recover();

    stage.time.advance(Duration.ofSeconds(8));

    assertThat(stage.state("other3")).isEqualTo(State.FRESH);
    assertThat(stage.sts.calls.size() - calls).isLessThanOrEqualTo(3);
  }

  @Test
  void recovery_ofAChainWhoseBaseHasRunOutToo_needsOneProbe() {
    stage.role("base").chained("middle", "base", Stage.HOUR).chained("deploy", "middle", Stage.HOUR);
    stage.served("deploy");
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofHours(2), Duration.ofSeconds(1), "deploy");
    assertThat(stage.refused("deploy").reason()).isEqualTo(FailureReason.UNREACHABLE);
    stage.sts.recover();

    stage.advanceAsking(Duration.ofSeconds(50), OFTEN, "deploy");

    stage.served("deploy");
  }

  @Test
  void outage_ofABaseElsewhere_doesNotCondemnTheUpstreamOfItsDependents() {
    var sso = new VirtualSts(stage.time);
    stage.plan("sso", sso.source("sso", Stage.HOUR), "portal.sso.eu-central-1.amazonaws.com", false);
    for (int i = 0; i < 20; i++) {
      stage.chained("child" + i, "sso", Stage.HOUR);
    }
    stage.role("other");
    sso.fail(FailureReason.UNREACHABLE);

    stage.advanceAsking(Duration.ofMinutes(2), OFTEN, IntStream.range(0, 20).mapToObj(i -> "child" + i)
        .toArray(String[]::new));

    stage.served("other");
    assertThat(sso.calls).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void outage_blackHole_isProbedWithAShortTimeOut() {
    stage.role("deploy");
    stage.sts.blackHole = true;
    stage.advanceAsking(TEN_MINUTES, OFTEN, "deploy");
    assertThat(stage.sts.calls).hasSizeLessThanOrEqualTo(20);
    stage.sts.recover();

    stage.advanceAsking(Duration.ofSeconds(55), OFTEN, "deploy");

    stage.served("deploy");
  }

  @Test
  void refreshCommand_duringAnOutage_isTriedAtOnceAndTellsTheTruth() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofMinutes(1), OFTEN, "deploy");
    int calls = stage.sts.calls.size();

    assertThat(failureOf(stage.engine.refresh(key("deploy"))).reason()).isEqualTo(FailureReason.UNREACHABLE);
    assertThat(stage.sts.calls).hasSize(calls + 1);
    stage.sts.recover();

    assertThat(stage.engine.refresh(key("deploy"))).isCompleted();
    stage.served("deploy");
  }

  @Test
  void refreshCommand_whileHundredsQueue_goesFirst() {
    String[] names = roles(stage, 200);
    stage.sts.latency = Duration.ofMillis(50);
    for (String name : names) {
      var _ = stage.ask(name);
    }
    var last = stage.engine.refresh(key("role199"));

    stage.time.advance(Duration.ofMillis(1_200));

    assertThat(last).isCompleted();
    assertThat(stage.sts.callsOf("role199")).isEqualTo(1);
    assertThat(stage.sts.callsOf("role198")).isZero();
  }

  @Test
  void refreshCommand_fetchQueuedBehindADeadUpstream_isTriedAtOnce() {
    String[] names = roles(stage, 10);
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofMinutes(2), OFTEN, names);
    stage.role("probe").role("queued");
    var _ = stage.ask("probe");
    assertThat(stage.refused("queued").reason()).isEqualTo(FailureReason.UNREACHABLE);
    assertThat(stage.sts.callsOf("queued")).isZero();
    stage.sts.recover();

    assertThat(stage.engine.refresh(key("queued"))).isCompleted();
  }

  @Test
  void plan_everythingGoneAndBack_forgetsTheOutage() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofMinutes(2), OFTEN, "deploy");
    int calls = stage.sts.calls.size();

    stage.unplan("deploy").role("deploy");
    var _ = stage.ask("deploy");
    stage.time.advance(Duration.ofSeconds(1));

    assertThat(stage.sts.calls).as("a first fetch, quick retries and all").hasSize(calls + 3);
  }

  @Test
  void plan_anotherProfileAdded_remembersTheOutage() {
    stage.role("deploy");
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofMinutes(2), OFTEN, "deploy");
    int calls = stage.sts.calls.size();

    stage.role("one").role("two").role("three");
    var _ = stage.ask("one");
    var _ = stage.ask("two");
    var _ = stage.ask("three");

    assertThat(stage.sts.calls).as("one of them is the next probe").hasSize(calls + 1);
  }

  @Test
  void outage_endedByARefusal_isOver() {
    String[] names = roles(stage, 12);
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofMinutes(2), OFTEN, names);
    stage.sts.fail(FailureReason.ACCESS_DENIED);

    stage.advanceAsking(Duration.ofSeconds(7), OFTEN, names);

    assertThat(names).allMatch(name -> stage.refused(name).reason() == FailureReason.ACCESS_DENIED);
  }

  private Stage hinted() {
    var sts = new VirtualSts[1];
    var hinted = new Stage(SessionSettings.DEFAULTS,
        _ -> CompletableFuture.completedFuture(sts[0].fault == null && !sts[0].blackHole));
    sts[0] = hinted.sts;
    return hinted;
  }

  private static String[] roles(Stage stage, int count) {
    for (String name : names(count)) {
      stage.role(name);
    }
    return names(count);
  }

  private static String[] names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "role" + i).toArray(String[]::new);
  }
}
