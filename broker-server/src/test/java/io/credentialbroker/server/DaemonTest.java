package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.SandboxOptions;
import io.credentialbroker.sandbox.fault.Fault;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DaemonTest extends AroundDaemon {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void start_roleAndChain_areServedOverTcpAndUnix() throws Exception {
    try (var daemon = around.daemon()) {
      var demo = around.credentials(daemon, "demo");
      assertThat(demo.get("RoleArn").asText()).isEqualTo(DemoWorld.ROLE);
      assertThat(Instant.parse(demo.get("Expiration").asText())).isAfter(Instant.now());
      var chain = around.credentials(daemon, "chain");
      assertThat(chain.get("AccountId").asText()).isEqualTo(DemoWorld.PARTNER_ACCOUNT);
      // The same session without a token, because the socket tells whose process it is.
      var unix = around.overUnix("broker.sock", "GET", "/v1/credentials/chain");
      assertThat(unix.status()).isEqualTo(200);
      assertThat(unix.json().get("AccessKeyId")).isEqualTo(chain.get("AccessKeyId"));
      assertThat(around.sandbox.calls().count("sts:AssumeRole")).isEqualTo(2);
    }
  }

  /** Each address has a name of its own, and whoever comes first does not decide the name of the other. */
  @Test
  void tcp_bothLoopbackAddresses_answerToTheirOwnNames() throws Exception {
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
      for (var listener : daemon.facts().listeners()) {
        if (listener.kind().equals("tcp")) {
          var reply = around.overTcp("http://" + listener.address(), "demo", around.token());
          assertThat(reply.statusCode()).as(listener.address()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void status_afterTwoRequests_tellsWhoHasAsked() throws Exception {
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "demo");
      around.overUnix("broker.sock", "GET", "/v1/credentials/demo");
      var callers = around.status("demo").get("callers");
      assertThat(callers.get(0).get("client").asText()).isEqualTo("user");
      assertThat(callers.get(0).get("granted").asInt() + callers.path(1).path("granted").asInt())
          .isEqualTo(2);
      assertThat(around.status("chain").has("callers")).isFalse();
    }
  }

  @Test
  void start_nothingAskedYet_hasNotCalledAws() throws Exception {
    try (var daemon = around.daemon()) {
      assertThat(daemon.facts().listeners()).hasSizeGreaterThanOrEqualTo(2)
          .allSatisfy(one -> assertThat(one.portChanges()).isEqualTo(one.kind().equals("tcp")));
      assertThat(around.sandbox.calls().counts()).isEmpty();
    }
  }

  @Test
  void tcp_withoutTheRightToken_isRefused() throws Exception {
    try (var daemon = around.daemon()) {
      assertThat(around.overTcp(daemon, "demo", "wrong").statusCode()).isEqualTo(401);
      assertThat(around.sandbox.calls().counts()).isEmpty();
    }
  }

  @Test
  void tcp_namedClient_hasItsProfilesAndNoOther() throws Exception {
    String token = "t".repeat(43);
    Path file = Files.writeString(folder.resolve("ci.token"), token);
    Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Files.writeString(around.toml,
        "[listen]\ntcp = [\"127.0.0.1:0\"]\n[[client]]\nname = \"ci\"\ntoken_file = \""
            + file + "\"\nprofiles = [\"ch*\"]\n");
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "chain");
      assertThat(around.overTcp(daemon, "chain", token).statusCode()).isEqualTo(200);
      assertThat(around.overTcp(daemon, "demo", token).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void coldRequests_tenThousandAtOnce_makeOneAssumeRole() throws Exception {
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "keys"); // the SDK's classes are loaded; 'demo' is cold
      around.sandbox.faults().always("sts:AssumeRole", new Fault.Latency(Duration.ofMillis(300)));
      String request = "GET /v1/credentials/demo HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
          + around.token()
          + "\r\n\r\n";
      byte[] ten = (request.repeat(9) + request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
          .getBytes(StandardCharsets.US_ASCII);
      var address = new InetSocketAddress("127.0.0.1",
          java.util.Objects.requireNonNull(daemon.facts().endpoint()).getPort());
      var connections = new ArrayList<Socket>();
      for (int i = 0; i < 1000; i++) {
        var socket = new Socket();
        socket.connect(address);
        connections.add(socket);
      }
      for (Socket socket : connections) {
        socket.getOutputStream().write(ten);
      }
      int answered = 0;
      for (Socket socket : connections) {
        String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        answered += answers.split("HTTP/1.1 200 ", -1).length - 1;
        socket.close();
      }
      assertThat(around.sandbox.calls().count("sts:AssumeRole")).isEqualTo(1);
      assertThat(answered).isEqualTo(10_000);
    }
  }

  @Test
  void idleSession_atHalfLife_isRefreshedWithNobodyAsking() throws Exception {
    var time = ManualTime.start();
    layOut(SandboxOptions.defaults().withClock(time)
        .withSignatureWindow(Duration.ofDays(100_000)) /* the SDK signs by the machine's clock */);
    try (var daemon = Daemon.start(around.start(new DaemonTime(time, time, time, () -> {})), () -> {})) {
      var first = around.credentials(daemon, "demo");
      assertThat(around.sandbox.calls().count("sts:AssumeRole")).isEqualTo(1);
      var planned = Duration.between(time.instant(),
          Instant.parse(around.status("demo").get("nextAttempt").asText()));
      assertThat(planned).isBetween(Duration.ofMinutes(26), Duration.ofMinutes(33));
      time.advance(planned.minusSeconds(1));
      assertThat(around.sandbox.calls().count("sts:AssumeRole")).isEqualTo(1);
      // To the second and no further: the call is made in real time and must not run into a virtual time-out.
      time.advance(Duration.ofSeconds(2));
      Eventually.within(SOON, "a second AssumeRole",
          () -> around.sandbox.calls().count("sts:AssumeRole") == 2);
      Eventually.within(SOON, "the new session is served",
          () -> !around.credentials(daemon, "demo").get("AccessKeyId")
              .equals(first.get("AccessKeyId")));
    }
  }

  @Test
  void clockOfTheMachine_aDayAheadOfAws_servesAllTheSame() throws Exception {
    layOut(SandboxOptions.defaults().withSignatureWindow(Duration.ofDays(2)));
    around.sandbox.clock().setOffset(Duration.ofDays(-1));
    try (var daemon = around.daemon()) {
      var expiration = Instant.parse(around.credentials(daemon, "demo").get("Expiration").asText());
      assertThat(expiration).isBefore(Instant.now());
    }
  }

  @Test
  void keepWarm_profile_isFetchedWithNobodyAsking() throws Exception {
    Files.writeString(around.toml, "[listen]\ntcp = []\n[sessions]\nkeep_warm = [\"demo\"]\n");
    try (var daemon = around.daemon()) {
      assertThat(daemon.facts().endpoint()).isNull();
      Eventually.within(SOON, "AssumeRole", () -> around.sandbox.calls().count("sts:AssumeRole") == 1);
    }
  }

  @Test
  void stop_daemon_leavesNoSocketNoTokenAndNoLock() throws Exception {
    around.daemon().close();
    for (String name : new String[]{ "token", "broker.sock", "control.sock"}) {
      assertThat(around.runtime.resolve(name)).doesNotExist();
    }
    around.daemon().close();
  }

  @Test
  void environment_ofSandboxTool_replacesTheUsersAws() throws Exception {
    Files.createDirectories(around.runtime);
    var sandboxed = SandboxPart.open(Map.of("AWS_PROFILE", "mine", "PATH", "/bin"), folder.resolve("demo"),
        0);
    assertThat(sandboxed).containsOnlyKeys("PATH", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_ENDPOINT_URL", "CREDENTIAL_BROKER_STATE_DIR");
    // A token that was made there would open the real daemon otherwise.
    assertThat(sandboxed.get("CREDENTIAL_BROKER_STATE_DIR"))
        .isEqualTo(folder.resolve("demo/state").toString());
    assertThat(sandboxed.get("AWS_ENDPOINT_URL")).matches("http://127\\.0\\.0\\.1:\\d+");
    assertThat(Path.of(sandboxed.get("AWS_CONFIG_FILE"))).content().contains("[profile demo-chain]");
  }
}
