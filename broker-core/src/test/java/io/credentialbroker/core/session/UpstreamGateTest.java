package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.source.Urgency;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limit, queue, budget and breaker of one upstream; all times in ticks. */
class UpstreamGateTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Failure DEAD = VirtualSts.failure(FailureReason.UNREACHABLE);

  private final BackOff backOff = new BackOff(SessionSettings.DEFAULTS, new Random(3));
  private final UpstreamGate gate = new UpstreamGate("sts", SessionSettings.DEFAULTS.withCallsPerSecond(3),
      backOff);

  @Test
  void next_nothingQueued_isNull() {
    assertThat(gate.next(0)).isNull();
    assertThat(gate.wakeAt(0)).isEqualTo(Due.NEVER);
  }

  @Test
  void next_moreThanTheLimit_waitsForTheSecondToPass() {
    for (int i = 0; i < 4; i++) {
      queued(Urgency.BACKGROUND);
    }
    for (int i = 0; i < 3; i++) {
      launched(gate.next(100));
    }

    assertThat(gate.next(100)).isNull();
    assertThat(gate.wakeAt(100)).isEqualTo(100 + SECOND);
    assertThat(gate.next(100 + SECOND)).isNotNull();
  }

  @Test
  void next_emptyName_knowsNoLimitAndNoBreaker() {
    var free = new UpstreamGate("", SessionSettings.DEFAULTS.withCallsPerSecond(1), backOff);
    for (int i = 0; i < 5; i++) {
      var flight = flight(free, Urgency.BACKGROUND);
      free.enqueue(flight);
      assertThat(free.next(0)).isSameAs(flight);
      assertThat(free.failed(flight, DEAD, 0)).isFalse();
    }
    assertThat(free.isOpen()).isFalse();
  }

  @Test
  void next_mixedQueue_isBaseThenCallerThenBackground() {
    Flight background = queued(Urgency.BACKGROUND);
    Flight caller = queued(Urgency.CALLER_WAITS);
    Flight base = flight(gate, Urgency.BACKGROUND);
    base.ahead = true;
    gate.enqueue(base);

    assertThat(gate.queued()).containsExactlyInAnyOrder(background, caller, base);
    assertThat(launched(gate.next(0))).isSameAs(base);
    assertThat(launched(gate.next(0))).isSameAs(caller);
    assertThat(launched(gate.next(0))).isSameAs(background);
    assertThat(gate.queued()).isEmpty();
  }

  @Test
  void next_movedAhead_comesOnceOnly() {
    Flight flight = queued(Urgency.BACKGROUND);
    flight.urgency = Urgency.CALLER_WAITS;
    gate.enqueue(flight);

    assertThat(launched(gate.next(0))).isSameAs(flight);
    assertThat(gate.next(0)).isNull();
    assertThat(gate.wakeAt(0)).isEqualTo(Due.NEVER);
  }

  @Test
  void failed_fewerThanTheThreshold_staysClosedAndASuccessCountsAnew() {
    Flight flight = flight(gate, Urgency.BACKGROUND);
    for (int i = 0; i < 4; i++) {
      assertThat(gate.failed(flight, DEAD, 0)).isFalse();
    }
    assertThat(gate.answered(flight)).as("it was not believed dead").isFalse();
    for (int i = 0; i < 4; i++) {
      assertThat(gate.failed(flight, DEAD, 0)).isFalse();
    }
    assertThat(gate.isOpen()).isFalse();
    assertThat(gate.failed(flight, DEAD, 0)).isTrue();
    assertThat(gate.isOpen()).isTrue();
    assertThat(gate.lastFailure()).isSameAs(DEAD);
    assertThat(gate.failed(flight, DEAD, 0)).as("it opens once").isFalse();
  }

  @Test
  void open_probeAfterTheSpacing_oneAtATime() {
    open();
    Flight first = queued(Urgency.BACKGROUND);
    Flight second = queued(Urgency.BACKGROUND);

    assertThat(gate.next(2 * SECOND)).isNull();
    assertThat(gate.wakeAt(0)).isBetween(3 * SECOND, 4 * SECOND);
    assertThat(launched(gate.next(4 * SECOND))).isSameAs(first);
    assertThat(first.probe).isTrue();
    assertThat(gate.next(60 * SECOND)).isNull();
    assertThat(gate.wakeAt(60 * SECOND)).isEqualTo(Due.NEVER);
    gate.failed(first, DEAD, 60 * SECOND);
    assertThat(gate.next(62 * SECOND)).isNull();
    assertThat(launched(gate.next(64 * SECOND))).isSameAs(second);
  }

  @Test
  void open_probeSucceeds_closesAndCountsAnEpoch() {
    open();
    Flight probe = queued(Urgency.BACKGROUND);
    launched(gate.next(4 * SECOND));
    int epoch = gate.epoch();

    assertThat(gate.answered(probe)).isTrue();

    assertThat(gate.isOpen()).isFalse();
    assertThat(gate.epoch()).isEqualTo(epoch + 1);
    assertThat(probe.probe).isFalse();
  }

  @Test
  void open_probeCalledNothing_nextOneMayTryAtOnce() {
    open();
    Flight probe = queued(Urgency.BACKGROUND);
    Flight next = queued(Urgency.BACKGROUND);
    launched(gate.next(4 * SECOND));

    gate.notCalled(probe, 4 * SECOND, false, 5 * SECOND);

    assertThat(launched(gate.next(5 * SECOND))).isSameAs(next);
  }

  @Test
  void open_probesBaseCouldNotBeHad_spacingIsKept() {
    open();
    Flight probe = queued(Urgency.BACKGROUND);
    queued(Urgency.BACKGROUND);
    launched(gate.next(4 * SECOND));

    gate.notCalled(probe, 4 * SECOND, true, 5 * SECOND);

    assertThat(gate.next(7 * SECOND)).isNull();
    assertThat(gate.next(9 * SECOND)).isNotNull();
  }

  @Test
  void open_bypassing_goesAtOnceEvenBesideAProbe() {
    open();
    queued(Urgency.BACKGROUND);
    Flight forced = bypassing();
    assertThat(gate.wakeAt(0)).isZero();
    assertThat(launched(gate.next(0))).isSameAs(forced);
    assertThat(forced.probe).isFalse();
    launched(gate.next(4 * SECOND));

    Flight another = bypassing();

    assertThat(gate.wakeAt(4 * SECOND)).isEqualTo(4 * SECOND);
    assertThat(launched(gate.next(4 * SECOND))).isSameAs(another);
  }

  @Test
  void notCalled_givesItsPlaceInTheSecondBack() {
    for (int i = 0; i < 3; i++) {
      queued(Urgency.BACKGROUND);
    }
    Flight first = launched(gate.next(1));
    launched(gate.next(2));
    launched(gate.next(3));
    Flight waiting = queued(Urgency.BACKGROUND);
    assertThat(gate.next(4)).isNull();

    gate.notCalled(first, 1, true, 4);

    assertThat(gate.next(4)).isSameAs(waiting);
  }

  @Test
  void allowsRetry_budgetIsUsedUpAndTenSuccessesEarnOne() {
    for (int i = 0; i < 20; i++) {
      assertThat(gate.allowsRetry()).isTrue();
    }
    assertThat(gate.allowsRetry()).isFalse();
    Flight flight = flight(gate, Urgency.BACKGROUND);
    for (int i = 0; i < 9; i++) {
      gate.answered(flight);
    }
    assertThat(gate.allowsRetry()).isFalse();
    gate.answered(flight);
    assertThat(gate.allowsRetry()).isTrue();
    assertThat(gate.allowsRetry()).isFalse();
  }

  @Test
  void allowsRetry_manySuccesses_saveNoMoreThanTheBudget() {
    Flight flight = flight(gate, Urgency.BACKGROUND);
    for (int i = 0; i < 1_000; i++) {
      gate.answered(flight);
    }
    int retries = 0;
    while (gate.allowsRetry()) {
      retries++;
    }
    assertThat(retries).isEqualTo(20);
  }

  @Test
  void allowsRetry_believedDead_isFalse() {
    open();
    assertThat(gate.allowsRetry()).isFalse();
  }

  @Test
  void reset_afterAJump_closesAndIsEagerForAWhile() {
    open();
    int epoch = gate.epoch();
    gate.reset(60 * SECOND);

    assertThat(gate.isOpen()).isFalse();
    assertThat(gate.epoch()).isGreaterThan(epoch);
    assertThat(gate.isEager(59 * SECOND)).isTrue();
    assertThat(gate.isEager(60 * SECOND)).isFalse();
    open();
    queued(Urgency.BACKGROUND);
    assertThat(gate.wakeAt(0)).isBetween(SECOND * 3 / 4, SECOND * 3 / 2);
  }

  @Test
  void wantsHint_onlyWhileBelievedDeadAndNotTooOften() {
    Slot slot = slot(gate);
    assertThat(gate.wantsHint(slot, 0)).isFalse();
    open();
    assertThat(gate.nextLook(0)).isBetween(3 * SECOND, 4 * SECOND);

    assertThat(gate.wantsHint(slot, 0)).isTrue();
    long look = gate.nextLook(0);
    assertThat(look).isBetween(3 * SECOND, 4 * SECOND).isEqualTo(gate.nextLook(SECOND));
    assertThat(gate.wantsHint(slot, look)).as("one is under way").isFalse();
    assertThat(gate.hinted(false, SECOND)).isNull();
    assertThat(gate.wantsHint(slot, look - 1)).isFalse();
    assertThat(gate.wantsHint(slot, look)).isTrue();
    assertThat(gate.hinted(true, look)).isSameAs(slot);
  }

  @Test
  void hinted_alive_letsAProbeThroughAndALieIsBelievedOnce() {
    Slot slot = slot(gate);
    open();
    gate.wantsHint(slot, 0);
    gate.hinted(true, SECOND);
    Flight probe = queued(Urgency.CALLER_WAITS);

    assertThat(launched(gate.next(SECOND))).isSameAs(probe);
    gate.failed(probe, DEAD, SECOND);

    assertThat(gate.wantsHint(slot, 100 * SECOND)).isFalse();
    gate.answered(probe);
    open();
    assertThat(gate.wantsHint(slot, 100 * SECOND)).isTrue();
  }

  @Test
  void hinted_afterTheRecovery_isIgnored() {
    open();
    gate.wantsHint(slot(gate), 0);
    gate.answered(flight(gate, Urgency.BACKGROUND));

    assertThat(gate.hinted(true, SECOND)).isNull();
  }

  private void open() {
    Flight flight = flight(gate, Urgency.BACKGROUND);
    while (!gate.isOpen()) {
      gate.failed(flight, DEAD, 0);
    }
  }

  private Flight queued(Urgency urgency) {
    Flight flight = flight(gate, urgency);
    gate.enqueue(flight);
    return flight;
  }

  private Flight bypassing() {
    Flight flight = flight(gate, Urgency.CALLER_WAITS);
    flight.ahead = true;
    flight.bypass = true;
    gate.enqueue(flight);
    return flight;
  }

  private static Flight launched(@Nullable Flight flight) {
    assertThat(flight).isNotNull();
    flight.phase = Flight.Phase.CALLING;
    return flight;
  }

  private static Flight flight(UpstreamGate gate, Urgency urgency) {
    return new Flight(slot(gate), urgency);
  }

  private static Slot slot(UpstreamGate gate) {
    var sts = new VirtualSts(ManualTime.start());
    return new Slot(new SessionPlan(Stage.key("x"), "x", sts.source("x", Stage.HOUR), gate.name, false),
        gate);
  }
}
