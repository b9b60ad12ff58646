package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.Pace;
import io.credentialbroker.core.caller.ProcessFacts;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client with rules for its process gets, by what is found out about that process and when. */
final class ProcessGateTest {
  private static final ProcessRules RULES = new ProcessRules(Set.of("/usr/bin/app"), Set.of(), Set.of(),
      Set.of());
  private static final ProcessFacts RIGHT = new ProcessFacts("/usr/bin/app", null, null);
  private static final ProcessFacts WRONG = new ProcessFacts("/usr/bin/sh", null, null);

  private final TestBroker test = TestBroker.serving("dev");
  private final TestGate gate = new TestGate(test, Limits.DEFAULTS, test.time);
  private final List<ProcessRules> asked = new ArrayList<>();
  private final String ruled = gate.tokens
      .add(new Identity("app", Grant.EVERYTHING, RULES, Pace.UNLIMITED), TokenTerms.NONE).token().reveal();
  private CompletableFuture<List<ProcessFacts>> found = new CompletableFuture<>();

  @BeforeEach
  void attest() {
    gate.attestor = (_, rules) -> {
      asked.add(rules);
      return found;
    };
  }

  private static String get(String token) {
    return "GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + token + "\r\n\r\n";
  }

  private String received(EmbeddedGate connection) {
    connection.channel.runPendingTasks();
    return connection.received();
  }

  @Test
  void request_ofAClientWithoutRules_isAnsweredAtOnceAndNobodyIsAskedAboutIt() {
    assertThat(EmbeddedGate.status(new EmbeddedGate(gate.tcp()).send(get(gate.token)))).isEqualTo(200);
    assertThat(asked).isEmpty();
  }

  @Test
  void request_ofTheRightProcess_waitsUntilItIsKnownAndIsAnswered() {
    var connection = new EmbeddedGate(gate.tcp());
    assertThat(connection.send(get(ruled))).isEmpty();
    assertThat(test.sessions.asked()).isZero();

    found.complete(List.of(RIGHT));
    assertThat(EmbeddedGate.status(received(connection))).isEqualTo(200);
    assertThat(asked).containsExactly(RULES);
  }

  @Test
  void request_ofAnotherProcess_isRefusedAndTheNextOneIsLookedAtAgain() {
    var connection = new EmbeddedGate(gate.tcp());
    for (List<ProcessFacts> wrong : List.of(List.of(WRONG), List.of(RIGHT, WRONG), List.<ProcessFacts>of())) {
      found = CompletableFuture.completedFuture(wrong);
      String answer = connection.send(get(ruled)) + received(connection);
      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("\"code\":\"ProcessNotAllowed\"");
    }
    assertThat(test.sessions.asked()).isZero();
    assertThat(gate.observed.refusals).containsExactly(Refusal.PROCESS, Refusal.PROCESS, Refusal.PROCESS);

    found = CompletableFuture.completedFuture(List.of(RIGHT));
    assertThat(EmbeddedGate.status(connection.send(get(ruled)) + received(connection))).isEqualTo(200);
    found = CompletableFuture.completedFuture(List.of(WRONG));
    assertThat(EmbeddedGate.status(connection.send(get(ruled)) + received(connection)))
        .as("it has become another program since").isEqualTo(403);
  }

  @Test
  void request_whoseProcessCannotBeLookedAt_isRefused() {
    var connection = new EmbeddedGate(gate.tcp());
    found = CompletableFuture.failedFuture(new IllegalStateException("broken"));
    assertThat(EmbeddedGate.status(connection.send(get(ruled)) + received(connection))).isEqualTo(403);
    assertThat(test.sessions.asked()).isZero();
  }

  @Test
  void request_thatWouldWaitTooLong_isToldToComeAgainAndIsNotAnsweredTwice() {
    var connection = new EmbeddedGate(gate.tcp());
    assertThat(connection.send(get(ruled))).isEmpty();
    connection.channel.advanceTimeBy(ProcessGate.LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    connection.channel.runScheduledPendingTasks();
    assertThat(received(connection)).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 1\r\n");

    found.complete(List.of(RIGHT));
    assertThat(received(connection)).isEmpty();
    assertThat(test.sessions.asked()).isZero();
    assertThat(EmbeddedGate.status(connection.send(get(ruled)) + received(connection)))
        .as("the connection is still good").isEqualTo(200);
  }

  @Test
  void request_thatWaitedForItsProcess_waitsForItsSessionOnlyAsLongAsIsLeft() {
    test.cold("slow");
    var connection = new EmbeddedGate(gate.tcp());
    connection.channel.freezeTime();
    assertThat(connection.send(get(ruled).replace("/dev ", "/slow "))).isEmpty();
    connection.channel.advanceTimeBy(250, TimeUnit.MILLISECONDS);
    found.complete(List.of(RIGHT));
    assertThat(received(connection)).isEmpty();

    test.time.advance(Broker.LONGEST_WAIT.minusMillis(251));
    assertThat(received(connection)).isEmpty();
    test.time.advance(Duration.ofMillis(1));
    assertThat(received(connection)).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 1\r\n");
  }

  @Test
  void request_ofAClientThatHasGoneMeanwhile_asksForNoSession() {
    var connection = new EmbeddedGate(gate.tcp());
    connection.send(get(ruled));
    connection.channel.close();
    found.complete(List.of(RIGHT));
    connection.channel.runPendingTasks();
    assertThat(test.sessions.asked()).isZero();
  }

  @Test
  void request_overAUnixSocketWithARuledToken_isLookedAtAndWithoutATokenIsNot() {
    var connection = new EmbeddedGate(gate.unix(_ -> TestGate.ME, _ -> true));
    found = CompletableFuture.completedFuture(List.of(WRONG));
    assertThat(EmbeddedGate.status(connection.send(get(ruled)) + received(connection))).isEqualTo(403);
    assertThat(EmbeddedGate.status(connection.send(
        "GET /v1/credentials/dev HTTP/1.1\r\nHost: localhost\r\n\r\n"))).isEqualTo(200);
    assertThat(asked).hasSize(1);
  }
}
