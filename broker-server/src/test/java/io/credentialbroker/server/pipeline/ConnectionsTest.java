package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a connection may take, how many there may be, and how they end. */
final class ConnectionsTest {
  private static final Duration TICK = Limits.PERIOD;

  private final TestBroker test = TestBroker.serving("dev").cold("slow");
  private final Limits limits = new Limits(3, Duration.ofSeconds(5), Duration.ofSeconds(5),
      Duration.ofSeconds(60),
      Duration.ofSeconds(1));
  private final TestGate gate = new TestGate(test, limits, test.time);
  private final List<EmbeddedGate> all = new ArrayList<>();

  private EmbeddedGate connect() {
    var connection = new EmbeddedGate(gate.tcp());
    all.add(connection);
    return connection;
  }

  private void pass(Duration time) {
    for (var left = time; left.isPositive(); left = left.minus(TICK)) {
      test.time.advance(TICK);
      all.forEach(one -> one.channel.runPendingTasks());
    }
  }

  private String get(String profile) {
    return "GET /v1/credentials/" + profile + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + gate.token
        + "\r\n\r\n";
  }

  @Test
  void connection_idle_isClosedWithoutAWordAfterItsTime() {
    var connection = connect();
    pass(Duration.ofSeconds(59));
    assertThat(connection.channel.isOpen()).isTrue();
    pass(Duration.ofSeconds(2));
    assertThat(connection.channel.isOpen()).isFalse();
    assertThat(connection.received()).isEmpty();
  }

  @Test
  void connection_requestThatTrickles_isTimedFromItsFirstByte() {
    var connection = connect();
    for (char c : "GET /v1/credenti".toCharArray()) {
      connection.send(String.valueOf(c));
      pass(Duration.ofMillis(250));
    }
    assertThat(connection.channel.isOpen()).isTrue();
    var received = new StringBuilder();
    for (char c : "als/dev".toCharArray()) {
      received.append(connection.send(String.valueOf(c)));
      pass(Duration.ofMillis(250));
    }
    assertThat(EmbeddedGate.status(received.append(connection.received()).toString())).isEqualTo(408);
    assertThat(connection.channel.isOpen()).isFalse();
  }

  @Test
  void connection_usedAgainAndAgain_staysOpen() {
    var connection = connect();
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofSeconds(30));
      assertThat(EmbeddedGate.status(connection.send(get("dev")))).isEqualTo(200);
    }
    assertThat(connection.channel.isOpen()).isTrue();
  }

  @Test
  void connections_moreThanAllowed_areClosedUnread() {
    var third = busy();
    busy();
    busy();
    var fourth = connect();

    assertThat(fourth.channel.isOpen()).isFalse();
    assertThat(gate.observed.turned).containsExactly(VendObserver.Turned.TOO_MANY);
    assertThat(gate.connections.count()).isEqualTo(3);

    third.hangUp();
    assertThat(connect().channel.isOpen()).isTrue();
  }

  /** One that waits for the answer to its request, and so is not idle. */
  private EmbeddedGate busy() {
    var connection = connect();
    connection.send(get("slow"));
    return connection;
  }

  @Test
  void connections_moreThanAllowed_endTheOneIdleForLongest() {
    var first = connect();
    var second = connect();
    var busy = busy();
    assertThat(EmbeddedGate.status(first.send(get("dev")))).isEqualTo(200);

    var fourth = connect();
    assertThat(second.channel.isOpen()).as("idle for longest").isFalse();
    assertThat(first.channel.isOpen()).isTrue();
    assertThat(busy.channel.isOpen()).isTrue();
    assertThat(EmbeddedGate.status(fourth.send(get("dev")))).isEqualTo(200);
    assertThat(gate.observed.turned).isEmpty();
    assertThat(gate.connections.count()).isEqualTo(3);
  }

  @Test
  void connections_moreThanAllowed_endTheOneThatHasBeenSendingForLongest() {
    var slowest = connect();
    var slow = connect();
    slowest.send("GET ");
    slow.send("GET ");
    slowest.send("/v1/"); // going on with the same request makes nobody younger
    var busy = busy();

    var newcomer = connect();
    assertThat(slowest.channel.isOpen()).isFalse();
    assertThat(slowest.received()).isEmpty();
    assertThat(slow.channel.isOpen()).isTrue();
    assertThat(busy.channel.isOpen()).isTrue();
    assertThat(EmbeddedGate.status(newcomer.send(get("dev")))).isEqualTo(200);

    assertThat(connect().channel.isOpen()).isTrue();
    assertThat(slow.channel.isOpen()).as("sending since before the other was idle").isFalse();
    assertThat(newcomer.channel.isOpen()).isTrue();
    assertThat(gate.observed.turned).isEmpty();
  }

  @Test
  void connections_moreThanAllowed_endTheOneThatIsReadOutForLongest() {
    var refused = EmbeddedGate.halfClosing(gate.tcp());
    assertThat(EmbeddedGate.status(refused.send("GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n"))).isEqualTo(403);
    assertThat(refused.channel.isOpen()).as("is being read out").isTrue();
    var idle = connect();
    var slow = connect();
    slow.send("GET ");

    assertThat(connect().channel.isOpen()).isTrue();
    assertThat(refused.channel.isOpen()).isFalse();
    assertThat(idle.channel.isOpen()).isTrue();
    assertThat(slow.channel.isOpen()).isTrue();
  }

  @Test
  void connections_moreThanAllowed_oneThatHasNotSentAnythingYetStaysAmongTheSlow() {
    var slow = List.of(connect(), connect());
    slow.forEach(one -> one.send("GET "));
    var newcomer = connect();

    connect().send("GET ");
    connect().send("GET ");
    assertThat(slow).noneMatch(one -> one.channel.isOpen());
    assertThat(EmbeddedGate.status(newcomer.send(get("dev")))).isEqualTo(200);
  }

  @Test
  void connections_moreThanAllowed_areEndedInTheOrderInWhichTheyBecameIdle() {
    int most = 30;
    var many = new TestGate(test, new Limits(most, Duration.ofSeconds(5), Duration.ofSeconds(5),
        Duration.ofSeconds(60), Duration.ofSeconds(1)), test.time);
    var unused = new ArrayList<EmbeddedGate>();
    for (int i = 0; i < most; i++) {
      unused.add(new EmbeddedGate(many.tcp()));
    }
    var used = new ArrayList<EmbeddedGate>();
    for (int i = 0; i < most; i += 3) {
      used.add(unused.get(i));
    }
    used.reversed().forEach(one -> one.send(get("dev").replace(gate.token, many.token)));
    unused.removeAll(used);
    var oldestFirst = new ArrayList<>(unused);
    oldestFirst.addAll(used.reversed());

    for (int ended = 1; ended <= most; ended++) {
      new EmbeddedGate(many.tcp());
      assertThat(oldestFirst.subList(0, ended)).noneMatch(one -> one.channel.isOpen());
      assertThat(oldestFirst.subList(ended, most)).allMatch(one -> one.channel.isOpen());
    }
  }

  @Test
  void connections_moreThanAllowed_oneThatHasJustConnectedIsYoungerThanOneThatWasServedBefore() {
    var served = connect();
    served.send(get("dev"));
    busy();
    var unused = connect();

    connect();
    assertThat(served.channel.isOpen()).isFalse();
    assertThat(unused.channel.isOpen()).isTrue();
  }

  @Test
  void connections_moreThanAllowedOfUsersWhoAreAllOwedAnAnswer_turnAwayTheNewcomer() {
    var shared = new TestGate(test, new Limits(2, 1, Duration.ofSeconds(5), Duration.ofSeconds(5),
        Duration.ofSeconds(60), Duration.ofSeconds(1)), test.time);
    var owed = new ArrayList<EmbeddedGate>();
    for (int user = 1; user <= 2; user++) {
      var peer = new Peer(user, user);
      var one = new EmbeddedGate(shared.tcp(_ -> peer, _ -> true));
      one.send(get("slow").replace(gate.token, shared.token));
      owed.add(one);
    }

    assertThat(new EmbeddedGate(shared.tcp(_ -> new Peer(3, 3), _ -> true)).channel.isOpen()).isFalse();
    assertThat(shared.observed.turned).containsExactly(VendObserver.Turned.TOO_MANY);
    assertThat(owed).allMatch(one -> one.channel.isOpen());
    assertThat(shared.connections.count()).isEqualTo(2);
  }

  @Test
  void connections_aThousandThatSendSlowly_keepNobodyOut() {
    var shared = new TestGate(test, new Limits(20, 10, Duration.ofSeconds(5), Duration.ofSeconds(5),
        Duration.ofSeconds(60), Duration.ofSeconds(1)), test.time);
    var other = new EmbeddedGate(shared.tcp(_ -> new Peer(2, 2), _ -> true));
    other.send("GET ");
    for (int i = 0; i < 1_000; i++) {
      new EmbeddedGate(shared.tcp(_ -> new Peer(1, 1), _ -> true)).send("G");
      if (i % 100 == 0) {
        var probe = new EmbeddedGate(shared.tcp(_ -> new Peer(1, 1), _ -> true));
        assertThat(EmbeddedGate.status(probe.send("GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Authorization: " + shared.token + "\r\n\r\n"))).isEqualTo(200);
      }
    }
    assertThat(shared.observed.turned).isEmpty();
    assertThat(shared.connections.count()).isEqualTo(11);
    assertThat(other.channel.isOpen()).as("another user's, though it was there first").isTrue();
  }

  @Test
  void connections_ofOneUserWhoFloods_takeNoneFromOthers() {
    var shared = new TestGate(test, new Limits(6, 4, Duration.ofSeconds(5), Duration.ofSeconds(5),
        Duration.ofSeconds(60), Duration.ofSeconds(1)), test.time);
    var mine = new EmbeddedGate(shared.tcp(_ -> new Peer(1, 1), _ -> true));
    var also = new EmbeddedGate(shared.tcp(_ -> new Peer(1, 1), _ -> true));
    var flood = new ArrayList<EmbeddedGate>();
    for (int i = 0; i < 100; i++) {
      var one = new EmbeddedGate(shared.tcp(_ -> new Peer(2, 2), _ -> true));
      one.send(i % 2 == 0 ? "GET " : "");
      flood.add(one);
    }
    assertThat(mine.channel.isOpen()).isTrue();
    assertThat(also.channel.isOpen()).isTrue();
    assertThat(flood).filteredOn(one -> one.channel.isOpen()).hasSize(4);
    assertThat(shared.connections.count()).isEqualTo(6);

    flood.forEach(EmbeddedGate::hangUp);
    assertThat(shared.connections.count()).isEqualTo(2);
    var others = new ArrayList<EmbeddedGate>();
    for (int i = 0; i < 4; i++) {
      others.add(new EmbeddedGate(shared.tcp(_ -> new Peer(3, 3), _ -> true)));
    }
    new EmbeddedGate(shared.tcp(_ -> new Peer(1, 1), _ -> true));
    assertThat(others).as("the user with most gives way").filteredOn(one -> one.channel.isOpen()).hasSize(3);
    assertThat(mine.channel.isOpen()).isTrue();
  }

  @Test
  void connections_strangers_countForNothing() {
    connect();
    connect();
    connect();
    for (int i = 0; i < 10; i++) {
      assertThat(new EmbeddedGate(gate.tcp(_ -> null, _ -> true)).channel.isOpen()).isFalse();
    }
    assertThat(all).allMatch(one -> one.channel.isOpen());
    assertThat(gate.connections.count()).isEqualTo(3);
  }

  @Test
  void sweep_nothingConnected_isNotScheduled() {
    assertThat(test.time.pending()).isZero();
    var connection = connect();
    assertThat(test.time.pending()).isEqualTo(1);
    connection.hangUp();
    pass(TICK);
    assertThat(test.time.pending()).isZero();
  }

  @Test
  void sweep_connectionWithinItsTime_isNotWoken() {
    var connection = connect();
    pass(Duration.ofSeconds(50));
    assertThat(EmbeddedGate.status(connection.send(get("dev")))).isEqualTo(200);
    for (int i = 0; i < 200; i++) {
      test.time.advance(TICK);
      assertThat(connection.channel.hasPendingTasks()).as("after %d sweeps", i + 1).isFalse();
    }
  }

  @Test
  void sweep_connectionUsedBeforeItsLoopCameToEndIt_staysOpen() {
    var connection = connect();
    test.time.advance(Duration.ofSeconds(60));
    assertThat(connection.channel.hasPendingTasks()).as("is to be looked at").isTrue();

    assertThat(EmbeddedGate.status(connection.send(get("dev")))).isEqualTo(200);
    connection.channel.runPendingTasks();

    assertThat(connection.channel.isOpen()).isTrue();
  }

  @Test
  void drain_idleAndBusyConnections_endsTheIdleOnesAfterALastLookAndTheBusyOneAfterItsAnswer() {
    var idle = connect();
    var busy = connect();
    busy.send(get("slow"));

    var drained = gate.connections.drain(Duration.ofSeconds(5));
    assertThat(idle.channel.isOpen()).isTrue();
    assertThat(idle.send(get("dev"))).contains("200 OK", "Connection: close\r\n");
    assertThat(idle.channel.isOpen()).isFalse();
    assertThat(drained).isNotDone();

    test.sessions.put(test.session("slow", "ASIASLOW", Duration.ofHours(1)));
    busy.channel.runPendingTasks();
    assertThat(busy.received()).contains("200 OK", "Connection: close\r\n");
    assertThat(drained).isDone();
    assertThat(gate.connections.count()).isZero();
  }

  @Test
  void drain_connectionThatHasBeenIdleForSeconds_isClosedAtTheNextSweep() {
    var idle = connect();
    pass(Duration.ofSeconds(3));
    var drained = gate.connections.drain(Duration.ofSeconds(5));
    pass(TICK);

    assertThat(idle.channel.isOpen()).isFalse();
    assertThat(drained).isDone();
  }

  @Test
  void drain_connectionThatHasJustBeenServed_isAnsweredOnceMoreWithinHalfASecond() {
    var silent = connect();
    var regular = connect();
    for (var each : all) {
      assertThat(each.send(get("dev"))).contains("200 OK").doesNotContain("Connection: close");
    }
    var drained = gate.connections.drain(Duration.ofSeconds(5));
    pass(TICK);
    assertThat(silent.channel.isOpen()).isTrue();
    assertThat(regular.send(get("dev"))).contains("200 OK", "Connection: close\r\n");
    assertThat(regular.channel.isOpen()).isFalse();
    pass(TICK);

    assertThat(silent.channel.isOpen()).isFalse();
    assertThat(drained).isDone();
  }

  @Test
  void drain_connectionThatNeverEnds_isBrokenOffAtTheLimit() {
    var slow = connect();
    slow.send("GET /v1/");
    var drained = gate.connections.drain(Duration.ofSeconds(2));
    pass(Duration.ofSeconds(1));
    assertThat(drained).isNotDone();
    pass(Duration.ofSeconds(2));

    assertThat(drained).isDone();
    assertThat(slow.channel.isOpen()).isFalse();
  }

  @Test
  void drain_nothingConnected_isDoneAtOnce() {
    assertThat(gate.connections.drain(Duration.ofSeconds(5))).isDone();
    assertThat(test.time.pending()).isZero();
  }

  @Test
  void drain_lastConnectionEndsInTime_leavesNothingScheduled() {
    var last = connect();
    var drained = gate.connections.drain(Duration.ofSeconds(5));
    last.hangUp();
    assertThat(drained).isDone();
    pass(TICK);

    assertThat(test.time.pending()).isZero();
  }
}
