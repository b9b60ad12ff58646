package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.UpstreamStatus.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the session room tells those who count: each call with its outcome, and how the upstreams stand. */
class SessionFiguresTest {
  private final List<String> calls = new ArrayList<>();
  private final SessionListener counts = new SessionListener() {
    @Override
    public void called(SessionPlan plan, @Nullable Failure failure, Duration took) {
      calls.add(plan.label() + ' ' + (failure == null ? "ok" : failure.reason()) + ' ' + took.toMillis());
    }
  };

  @Test
  void called_everyCallOfAFetch_isToldWithOutcomeAndTime() {
    var time = ManualTime.start();
    var sts = new VirtualSts(time);
    sts.latency = Duration.ofMillis(40);
    try (var engine = new SessionEngine(SessionSettings.DEFAULTS, time, time, time, new Random(7),
        Runnable::run, counts)) {
      engine.plan(List.of(new SessionPlan(Stage.key("a"), "a", sts.source("a", Stage.HOUR), Stage.UPSTREAM,
          false)));
      sts.fail(FailureReason.UNREACHABLE);
      engine.session(Stage.key("a"));
      time.advance(Duration.ofMillis(50));
      sts.recover();
      time.advance(Duration.ofSeconds(2));

      assertThat(calls).containsExactly("a UNREACHABLE 40", "a ok 40");
    }
  }

  @Test
  void called_answerOverdue_isToldAtTheTimeOut() {
    var time = ManualTime.start();
    var sts = new VirtualSts(time);
    sts.blackHole = true;
    try (var engine = new SessionEngine(SessionSettings.DEFAULTS, time, time, time, new Random(7),
        Runnable::run, counts)) {
      engine.plan(List.of(new SessionPlan(Stage.key("a"), "a", sts.source("a", Stage.HOUR), Stage.UPSTREAM,
          false)));
      engine.session(Stage.key("a"));
      time.advance(SessionSettings.DEFAULTS.attemptTimeout());

      assertThat(calls).containsExactly("a UNREACHABLE 10000");
    }
  }

  @Test
  void upstreams_oneDeadOneWellOneLocal_areToldApart() {
    var stage = new Stage(SessionSettings.DEFAULTS.withCallsPerSecond(5), UpstreamProbe.NONE);
    var well = new VirtualSts(stage.time);
    stage.plan("well", well.source("well", Stage.HOUR), "sts.elsewhere", false)
        .plan("local", _ -> well.call("local", Stage.HOUR), "", false);
    stage.role("a").role("b").role("c");
    stage.ask("well");
    stage.sts.fail(FailureReason.UNREACHABLE);
    stage.advanceAsking(Duration.ofSeconds(20), Duration.ofMillis(100), "a", "b", "c");

    assertThat(stage.engine.upstreams()).hasSize(2)
        .anySatisfy(dead -> {
          assertThat(dead.name()).isEqualTo(Stage.UPSTREAM);
          assertThat(dead.breaker()).isEqualTo(Breaker.OPEN);
          assertThat(dead.callsPerSecond()).isEqualTo(5);
        })
        .anySatisfy(other -> {
          assertThat(other.name()).isEqualTo("sts.elsewhere");
          assertThat(other.breaker()).isEqualTo(Breaker.CLOSED);
          assertThat(other.lastSecond()).isZero();
          assertThat(other.retries()).isEqualTo(SessionSettings.DEFAULTS.retryBudget());
        });
  }

  @Test
  void upstreams_limitReached_tellsCallsAndQueue() {
    var stage = new Stage(SessionSettings.DEFAULTS.withCallsPerSecond(2), UpstreamProbe.NONE);
    stage.role("a").role("b").role("c").role("d").role("e");
    for (String name : List.of("a", "b", "c", "d", "e")) {
      stage.ask(name);
    }

    assertThat(stage.engine.upstreams()).singleElement().satisfies(sts -> {
      assertThat(sts.lastSecond()).isEqualTo(2);
      assertThat(sts.queued()).isEqualTo(3);
    });
    stage.time.advance(Duration.ofSeconds(5));
    assertThat(stage.engine.upstreams()).singleElement().satisfies(sts -> {
      assertThat(sts.lastSecond()).isZero();
      assertThat(sts.queued()).isZero();
    });
  }

  @Test
  void all_everyEvent_reachesEveryListenerInOrder() {
    var one = new Stage();
    var other = new Stage();
    var plan = new SessionPlan(Stage.key("a"), "a", one.sts.source("a", Stage.HOUR), Stage.UPSTREAM, false);
    var failure = VirtualSts.failure(FailureReason.UNREACHABLE);
    var session = one.role("a").served("a");
    one.events.clear();
    var due = new ArrayList<String>();
    var both = SessionListener.all(one, other, counts, new SessionListener() {
      @Override
      public void codeDue(String serial, Instant end, List<ProfileName> profiles) {
        due.add(serial);
      }
    });

    both.called(plan, null, Duration.ZERO);
    both.fetched(plan, session, Duration.ZERO);
    both.failed(plan, failure, 1, Duration.ZERO);
    both.expired(plan);
    both.dropped(plan);
    both.clockJumped(Duration.ofSeconds(1));
    both.clockSkewed(Duration.ofSeconds(2));
    both.codeDue("device", Instant.EPOCH, List.of());

    assertThat(one.events).containsExactly("fetched a", "failed a UNREACHABLE 1", "expired a", "dropped a",
        "jumped PT1S", "skewed PT2S");
    assertThat(other.events).isEqualTo(one.events);
    assertThat(calls).containsExactly("a ok 0");
    assertThat(due).containsExactly("device");
  }
}
