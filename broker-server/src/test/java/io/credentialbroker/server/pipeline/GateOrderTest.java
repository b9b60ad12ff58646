package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.Pace;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.server.fixtures.EmbeddedGate;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.peer.PeerGate;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The order of the gate. A request that is wrong at a step and at every later one must be refused by that step,
 * and nothing behind it may have seen the request.
 */
final class GateOrderTest {
  /** The steps, each with the handler that takes it and the status it refuses with (0: closed, no answer). */
  enum Step {
    PEER("PeerGate", 0),
    PARSE("WellFormedGate", 400),
    METHOD("MethodGate", 405),
    BODY("BodyGate", 400),
    HOST(
        "HostGate", 403),
    FOREIGN_HEADERS("ForeignHeaderGate",
        403),
    PATH("Router",
        404),
    TOKEN("TokenGate", 401),
    PROCESS("ProcessGate", 403),
    GRANT("VendHandler", 403);

    final String handler;
    final int status;

    Step(String handler, int status) {
      this.handler = handler;
      this.status = status;
    }
  }

  private final TestGate gate = new TestGate(TestBroker.serving("dev"), Limits.DEFAULTS,
      TestBroker.serving().time);
  private final String scoped = gate.tokens.add("ci", new Grant(List.of("other")), TokenTerms.NONE).token()
      .reveal();
  private final String ruled = tokenOf(Grant.EVERYTHING);
  private final String ruledAndScoped = tokenOf(new Grant(List.of("other")));
  private final List<String> reached = new ArrayList<>();

  /** Of a client whose process has to run a certain program; nobody knows what it runs. */
  private String tokenOf(Grant grant) {
    var rules = new ProcessRules(Set.of("/usr/bin/app"), Set.of(), Set.of(), Set.of());
    return gate.tokens.add(new Identity("app", grant, rules, Pace.UNLIMITED), TokenTerms.NONE).token()
        .reveal();
  }

  private EmbeddedGate connect(boolean knownPeer) {
    var embedded = new EmbeddedGate(gate.tcp(_ -> knownPeer ? TestGate.ME : null, uid -> uid == 1000));
    var pipeline = embedded.channel.pipeline();
    for (String name : List.copyOf(pipeline.names())) {
      var handler = pipeline.get(name);
      if (handler != null) {
        pipeline.addBefore(name, "before " + name, new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (!(message instanceof HttpContent)) { // the decoder's mark of the end of a request
              reached.add(handler.getClass().getSimpleName());
            }
            ctx.fireChannelRead(message);
          }
        });
      }
    }
    return embedded;
  }

  /** A request that is wrong at the steps from {@code first} to {@code last}, both included. */
  private String wrong(Step first, Step last) {
    var request = new StringBuilder();
    request.append(within(Step.METHOD, first, last) ? "POST " : "GET ");
    request.append(within(Step.PATH, first, last) ? "/v1/nothing/dev" : "/v1/credentials/dev");
    request.append(" HTTP/1.1\r\n");
    request.append(within(Step.HOST, first, last) ? "Host: evil.example\r\n" : "Host: 127.0.0.1:9780\r\n");
    if (within(Step.BODY, first, last)) {
      request.append("Content-Length: 5\r\n");
    }
    if (within(Step.FOREIGN_HEADERS, first, last)) {
      request.append("Origin: https://evil.example\r\n");
    }
    if (!within(Step.TOKEN, first, last)) {
      boolean noGrant = within(Step.GRANT, first, last);
      String token = within(Step.PROCESS, first, last)
          ? noGrant ? ruledAndScoped : ruled
          : noGrant ? scoped : gate.token;
      request.append("Authorization: ").append(token).append("\r\n");
    }
    if (within(Step.PARSE, first, last)) {
      request.append("no colon\r\n");
    }
    return request.append("\r\n").toString();
  }

  private static boolean within(Step step, Step first, Step last) {
    return step.compareTo(first) >= 0 && step.compareTo(last) <= 0;
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void request_wrongAtAStepAndAtAllLaterOnes_isRefusedByThatStepAndSeenByNoLaterOne(Step step) {
    String answer = connect(step != Step.PEER).send(wrong(step, Step.GRANT));

    assertThat(EmbeddedGate.status(answer)).isEqualTo(step.status);
    assertThat(gate.test.sessions.asked()).isZero();
    if (step == Step.PEER) {
      assertThat(reached).isEmpty();
      assertThat(gate.observed.turned).containsExactly(VendObserver.Turned.PEER);
    } else {
      assertThat(reached).last().isEqualTo(step.handler);
    }
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void request_wrongAtOneStepOnly_isRefusedByThatStep(Step step) {
    String answer = connect(step != Step.PEER).send(wrong(step, step));

    assertThat(EmbeddedGate.status(answer)).isEqualTo(step.status);
    assertThat(gate.test.sessions.asked()).isZero();
    assertThat(answer).doesNotContain(TestBroker.SECRET_KEY);
  }

  @Test
  void peer_connectionThatALaterStepCloses_isNotRead() {
    var channel = new EmbeddedChannel(false, false, new PeerGate(_ -> TestGate.ME, _ -> true, _ -> {}),
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelActive(ChannelHandlerContext ctx) {
            var _ = ctx.close();
          }
        });
    channel.config().setAutoRead(false);
    assertThatCode(channel::register).doesNotThrowAnyException();
    assertThat(channel.isOpen()).isFalse();
    assertThat(channel.config().isAutoRead()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({ "/v1/credentials/, 404", "/v1/credentials, 404", "/v1/credentials/dev/, 404",
      "/v1/credentials//, 404",
      "/v1/credentials/dev?, 400", "/v1/credentials/?, 400", "/v1/credentials/%zz, 400"})
  void path_thatNamesNoProfile_isRefusedForWhatItIs(String target, int status) {
    String answer = connect(true).send(get(gate.token).replace("/v1/credentials/dev", target));
    assertThat(EmbeddedGate.status(answer)).isEqualTo(status);
    assertThat(gate.test.sessions.asked()).isZero();
  }

  @Test
  void request_rightAtEveryStep_getsTheCredentialsAndPassesEveryHandler() {
    String answer = connect(true).send(wrong(Step.GRANT, Step.PEER));

    assertThat(EmbeddedGate.status(answer)).isEqualTo(200);
    assertThat(answer).contains("\"SecretAccessKey\":\"" + TestBroker.SECRET_KEY + '"');
    assertThat(gate.test.sessions.asked()).isEqualTo(1);
    assertThat(reached).containsSubsequence("StrictDecoder", "WellFormedGate", "MethodGate", "BodyGate",
        "HostGate", "ForeignHeaderGate", "Router", "TokenGate", "ProcessGate", "VendHandler");
  }

  @Test
  void request_allPairsOfTokenAndProfile_isAnsweredIffGranted() {
    var names = List.of("dev", "dev-ro", "prod", "prod-ro", "a/b");
    var all = new TestGate(TestBroker.serving(names.toArray(String[]::new)), Limits.DEFAULTS, gate.test.time);
    for (List<String> globs : List.of(List.of("*"), List.of("dev*"), List.of("*-ro"), List.of("prod", "a/*"),
        List.<String>of(), List.of("DEV"))) {
      var grant = new Grant(globs);
      String token = all.tokens.add("c", grant, TokenTerms.NONE).token().reveal();
      for (String name : names) {
        String answer = new EmbeddedGate(all.tcp()).send("GET /v1/credentials/" + name.replace("/", "%2F")
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + token + "\r\n\r\n");
        boolean granted = grant.allows(new ProfileName(name));
        assertThat(EmbeddedGate.status(answer)).as("%s for %s", globs, name).isEqualTo(granted ? 200 : 403);
        assertThat(answer.contains(TestBroker.SECRET_KEY)).isEqualTo(granted);
      }
    }
  }

  @Test
  void request_ofAClientOverItsPace_isRefusedForAWhileAndNobodyElses() {
    var hasty = new Identity("hasty", Grant.EVERYTHING, ProcessRules.NONE,
        Pace.perSecond(10, gate.test.time::read));
    String token = gate.tokens.add(hasty, TokenTerms.NONE).token().reveal();
    String second = gate.tokens.add(hasty, TokenTerms.NONE).token().reveal();
    var connection = connect(true);
    int served = 0;
    for (int i = 0; i < 50; i++) {
      int status = EmbeddedGate.status(connection.send(get(i % 2 == 0 ? token : second)));
      assertThat(status).isIn(200, 503);
      served += status == 200 ? 1 : 0;
      assertThat(EmbeddedGate.status(connect(true).send(get(gate.token)))).as("of another client")
          .isEqualTo(200);
    }
    assertThat(served).isEqualTo(10);
    assertThat(gate.observed.refusals).contains(Refusal.TOO_FAST);
    assertThat(connection.send(get(token))).startsWith("HTTP/1.1 503 ")
        .contains("\r\nRetry-After: 1\r\n", "\"code\":\"TooManyRequests\"");
    gate.test.time.advance(Duration.ofSeconds(1));
    assertThat(EmbeddedGate.status(connection.send(get(token)))).as("the connection is still good")
        .isEqualTo(200);
  }

  @Test
  void request_fromAfar_needsATokenMadeForThatWithAScope() {
    var exposed = VendPipeline.fromAfar(gate.parts, "exposed");
    String scoped = gate.tokens
        .add("app", new Grant(List.of("dev")), new TokenTerms(null, Set.of(), TokenTerms.UNLIMITED, true))
        .token()
        .reveal();
    String everything = gate.tokens
        .add("all", Grant.EVERYTHING, new TokenTerms(null, Set.of(), TokenTerms.UNLIMITED, true)).token()
        .reveal();
    for (String refused : List.of(gate.token, everything, "")) {
      assertThat(EmbeddedGate.status(new EmbeddedGate(exposed).send(get(refused)))).isEqualTo(401);
    }
    assertThat(EmbeddedGate.status(new EmbeddedGate(exposed).send(get(scoped)))).isEqualTo(200);
    assertThat(EmbeddedGate.status(new EmbeddedGate(exposed).send(get(scoped).replace("/dev ", "/prod "))))
        .isEqualTo(403);
    assertThat(
        EmbeddedGate.status(new EmbeddedGate(exposed).send(get(scoped).replace("127.0.0.1", "a.example"))))
        .isEqualTo(403);
  }

  private static String get(String token) {
    return "GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + (token.isEmpty() ? "" : "Authorization: " + token + "\r\n") + "\r\n";
  }

  @Test
  void request_whileLocked_isRefusedAndOvertakenByTheLockTooAndServedAfterwards() {
    gate.test.cold("slow");
    var open = connect(true);
    assertThat(EmbeddedGate.status(open.send(get(gate.token)))).isEqualTo(200);
    var waits = connect(true);
    assertThat(waits.send(get(gate.token).replace("/dev ", "/slow "))).isEmpty();
    int asked = gate.test.sessions.asked();

    gate.test.broker.lock().lock(gate.test.time.instant());
    gate.test.sessions.put(gate.test.session("slow", "AKIASLOW", Duration.ofHours(1)));
    waits.channel.runPendingTasks();
    String overtaken = waits.received();
    assertThat(overtaken).startsWith("HTTP/1.1 403 ").contains("\"code\":\"Locked\"")
        .doesNotContain(TestBroker.SECRET_KEY);
    assertThat(open.send(get(gate.token))).startsWith("HTTP/1.1 403 ").contains("broker unlock");
    assertThat(gate.test.sessions.asked()).isEqualTo(asked);
    assertThat(EmbeddedGate.status(open.send(get(scoped)))).as("without a grant").isEqualTo(403);

    gate.test.broker.lock().unlock();
    assertThat(EmbeddedGate.status(open.send(get(gate.token)))).isEqualTo(200);
  }

  @Test
  void request_whereTheSystemKnowsNoPeers_stillNeedsTheToken() {
    var unchecked = VendPipeline.tcpWithoutPeers(gate.parts, "tcp");

    assertThat(EmbeddedGate.status(new EmbeddedGate(unchecked).send(wrong(Step.TOKEN, Step.TOKEN))))
        .isEqualTo(401);
    assertThat(EmbeddedGate.status(new EmbeddedGate(unchecked).send(wrong(Step.GRANT, Step.PEER))))
        .isEqualTo(200);
  }

  @Test
  void request_onASocketThatNamesItsPeerOnly_needsNoTokenAndWithoutAPeerIsRefused() {
    var named = gate.unix(_ -> TestGate.ME, _ -> true);
    var nameless = gate.unix(_ -> null, _ -> true);
    String request = "GET /v1/credentials/dev HTTP/1.1\r\nHost: localhost\r\n\r\n";

    assertThat(EmbeddedGate.status(new EmbeddedGate(named).send(request))).isEqualTo(200);
    assertThat(new EmbeddedGate(nameless).send(request)).isEmpty();
  }
}
