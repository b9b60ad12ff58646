package io.credentialbroker.server.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.fixtures.TestGate;
import io.credentialbroker.server.pipeline.Limits;
import io.credentialbroker.server.pipeline.VendObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another user of the machine, with the right token in its hand, gets nothing: not a byte. Only root can become
 * another user, so that these tests run where root runs them.
 */
final class OtherUserTest {
  private int uid;

  @BeforeEach
  void asRoot() throws IOException {
    uid = OwnUser.uid();
    assumeTrue(uid == 0, "only root can run a program as another user");
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/runuser")), "runuser is not installed");
  }

  private static String run(boolean asNobody, String... command) throws Exception {
    var words = new ArrayList<>(
        asNobody ? List.of("/usr/sbin/runuser", "-u", "nobody", "--") : List.<String>of());
    words.addAll(List.of(command));
    var process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return output;
  }

  @Test
  void request_overTcpByAnotherUserWithTheRightToken_getsNothing() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
    try (var transport = Transport.open(1)) {
      var gate = new TestGate(TestBroker.serving("dev"), Limits.DEFAULTS, transport.timers());
      var peers = transport.peers().overTcp().orElseThrow();
      try (var bound = transport.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
          gate.tcp(peers, peer -> peer == uid))) {
        String script = "exec 3<>/dev/tcp/127.0.0.1/" + requireNonNull(bound.tcpAddress()).getPort()
            + "; printf 'GET /v1/credentials/dev HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nAuthorization: "
            + gate.token
            + "\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3";

        assertThat(run(false, "/bin/bash", "-c", script)).startsWith("HTTP/1.1 200 OK");
        assertThat(run(true, "/bin/bash", "-c", script)).isEmpty();
      }
      assertThat(gate.observed.turned).containsExactly(VendObserver.Turned.PEER);
      assertThat(gate.observed.refusals).isEmpty();
    }
  }

  @Test
  void request_overTcpByAUserThatATokenIsFor_getsWhatThatTokenIsForAndNothingElse() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
    try (var transport = Transport.open(1)) {
      var gate = new TestGate(TestBroker.serving("dev", "prod"), Limits.DEFAULTS, transport.timers());
      String theirs = gate.tokens.add("app", new Grant(List.of("dev")), TokenTerms.of(Set.of(nobody())))
          .token()
          .reveal();
      String mine = gate.tokens.add("mine", Grant.EVERYTHING, TokenTerms.of(Set.of(uid))).token().reveal();
      var peers = transport.peers().overTcp().orElseThrow();
      try (var bound = transport.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
          gate.tcp(peers, peer -> peer == uid || gate.tokens.admits(peer)))) {
        int port = requireNonNull(bound.tcpAddress()).getPort();
        assertThat(run(true, "/bin/bash", "-c", script(port, "dev", theirs))).startsWith("HTTP/1.1 200 OK");
        assertThat(run(true, "/bin/bash", "-c", script(port, "prod", theirs))).startsWith("HTTP/1.1 403");
        assertThat(run(true, "/bin/bash", "-c", script(port, "dev", mine))).startsWith("HTTP/1.1 401");
        assertThat(run(false, "/bin/bash", "-c", script(port, "dev", theirs))).startsWith("HTTP/1.1 401");
        assertThat(run(false, "/bin/bash", "-c", script(port, "prod", mine))).startsWith("HTTP/1.1 200 OK");
      }
    }
  }

  private static int nobody() throws Exception {
    return Integer.parseInt(run(true, "/usr/bin/id", "-u").strip());
  }

  private static String script(int port, String profile, String token) {
    return "exec 3<>/dev/tcp/127.0.0.1/" + port + "; printf 'GET /v1/credentials/" + profile
        + " HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nAuthorization: " + token
        + "\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3";
  }

  /** Connections that are gone before the kernel is asked whose they were are nobody's. */
  @Test
  void connections_tenThousandOfAnotherUserThatRaceWithTheirEnd_leakNothing() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
    try (var transport = Transport.open(1)) {
      var gate = new TestGate(TestBroker.serving("dev"), Limits.DEFAULTS, transport.timers());
      var peers = transport.peers().overTcp().orElseThrow();
      try (var bound = transport.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
          gate.tcp(peers, peer -> peer == uid))) {
        String script = "trap '' PIPE; for ((i = 0; i < 10000; i++)); do exec 3<>/dev/tcp/127.0.0.1/"
            + requireNonNull(bound.tcpAddress()).getPort()
            + "; printf 'GET /v1/credentials/dev HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nAuthorization: "
            + gate.token
            + "\\r\\n\\r\\n' >&3; if ((i % 3 == 0)); then read -r -t 10 line <&3 && echo \"leak: $line\"; fi;"
            + " exec 3>&-; done 2>/dev/null; echo done";
        assertThat(run(true, "/bin/bash", "-c", script)).isEqualTo("done\n");
      }
      assertThat(gate.observed.turned).isNotEmpty().allMatch(VendObserver.Turned.PEER::equals);
      assertThat(gate.observed.refusals).isEmpty();
      assertThat(gate.test.sessions.asked()).isZero();
    }
  }

  @Test
  void request_overASocketThatEverybodyCanReach_getsNothing(@TempDir Path temp) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
    Path path = temp.resolve("cb/broker.sock");
    for (Flavour flavour : List.of(Flavour.best(), new NioFlavour())) {
      try (var transport = Transport.open(flavour)) {
        var gate = new TestGate(TestBroker.serving("dev"), Limits.DEFAULTS, transport.timers());
        try (var _ = transport.bindUnix(path, gate.unix(transport.unixPeers(), peer -> peer == uid))) {
          for (Path open : List.of(path, path.getParent(), temp)) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
          }
          String[] command = { "/usr/bin/curl", "-s", "-m", "10", "--unix-socket", path.toString(),
              "http://localhost/v1/credentials/dev", "-H", "Authorization: " + gate.token};

          assertThat(run(false, command)).contains(TestBroker.SECRET_KEY);
          assertThat(run(true, command)).isEmpty();
        }
        assertThat(gate.observed.turned).containsExactly(VendObserver.Turned.PEER);
      } finally {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(path.getParent(), PosixFilePermissions.fromString("rwx------"));
      }
    }
  }
}
