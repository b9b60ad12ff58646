package io.credentialbroker.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged daemon on sockets that were listened on before it existed. */
class SocketActivationIT {
  private @TempDir Path folder = Path.of("");
  private Distribution distribution;

  @BeforeEach
  void staticKeys() throws IOException {
    distribution = new Distribution(folder);
    Files.createDirectory(distribution.runtimeDirectory(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    // Served without a call, so that nothing but the sockets decides whether a request is answered.
    distribution.settings("[profiles]\nserve_static_keys = [\"keys\"]\n");
    distribution.awsConfig("[profile keys]\nregion = eu-central-1\n");
    distribution.awsCredentials(
        "[keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIEXAMPLEKEY\n");
  }

  @Test
  void firstConnection_systemdSocketActivate_startsTheDaemonThatAnswersIt() throws Exception {
    Tools.need("systemd-socket-activate");
    int port = Ports.free();
    Path runtime = distribution.runtimeDirectory();
    var line = new ArrayList<>(List.of("systemd-socket-activate", "--listen=127.0.0.1:" + port,
        "--listen=" + runtime.resolve("broker.sock"), "--listen=" + runtime.resolve("control.sock")));
    distribution.environment().forEach((name, value) -> line.add("--setenv=" + name + "=" + value));
    line.add(Distribution.home().resolve("bin/brokerd").toString());
    try (var activated = Service.start(distribution.environment(), folder.resolve("brokerd.log"), line)) {
      Path socket = runtime.resolve("broker.sock");
      activated.awaitReady(() -> Files.exists(socket));
      assertThat(activated.log()).doesNotContain("ready:");

      var unix = OneRequest.at(UnixDomainSocketAddress.of(socket), "localhost", "keys", null);
      assertThat(unix).isEqualTo(200);
      assertThat(tcp(port)).isEqualTo(200);
      assertThat(distribution.broker("status").succeeded()).contains("127.0.0.1:" + port, socket.toString());
      assertThat(activated.terminate()).isZero();
    }
    // They are the service manager's, and so is the time for which the token is good.
    assertThat(runtime.resolve("token")).exists();
  }

  @Test
  void handover_successorOnTheSameSocketsUnderLoad_noRequestFails() throws Exception {
    Tools.need("python3");
    Path runtime = distribution.runtimeDirectory();
    Path portFile = folder.resolve("port");
    try (var manager = new Manager(portFile, runtime.resolve("broker.sock"))) {
      long first = manager.start();
      manager.awaitDaemon(first);
      int port = Integer.parseInt(Files.readString(portFile));
      var unixAddress = UnixDomainSocketAddress.of(runtime.resolve("broker.sock"));
      String token = Files.readString(runtime.resolve("token"));
      try (var load = new Load(List.of(() -> OneRequest.at(unixAddress, "localhost", "keys", null),
          () -> OneRequest.at(OneRequest.loopback(port), "127.0.0.1:" + port, "keys", token)))) {
        load.awaitAnswers(200);
        long second = manager.start();
        ProcessHandle.of(first).orElseThrow().destroy();
        manager.awaitDaemon(second);
        load.awaitAnswers(200);
        assertThat(load.failures()).isEmpty();
      }
      Until.holds(() -> ProcessHandle.of(first).isEmpty(), () -> "process " + first + " lives");
      // The token that was given out before the hand-over is still the user's.
      assertThat(Files.readString(runtime.resolve("token"))).isEqualTo(token);
    }
  }

  @Test
  void passedSocket_addressOfOtherMachines_isRefusedWithARemedy() throws Exception {
    Tools.need("systemd-socket-activate");
    int port = Ports.free();
    var line = new ArrayList<>(List.of("systemd-socket-activate", "--listen=0.0.0.0:" + port));
    distribution.environment().forEach((name, value) -> line.add("--setenv=" + name + "=" + value));
    line.add(Distribution.home().resolve("bin/brokerd").toString());
    try (var activated = Service.start(distribution.environment(), folder.resolve("brokerd.log"), line)) {
      activated.awaitReady(() -> activated.logContains("Listening on"));
      OneRequest.connect(port);
      activated.awaitEnd();
      assertThat(activated.log()).contains("can be reached from other machines")
          .contains("hint: Correct ListenStream=");
    }
  }

  private int tcp(int port) throws IOException {
    String token = Files.readString(distribution.runtimeDirectory().resolve("token"));
    return OneRequest.at(OneRequest.loopback(port), "127.0.0.1:" + port, "keys", token);
  }

  /** {@code pass_sockets.py}, which keeps the sockets while daemons come and go. */
  private final class Manager implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final List<Long> started = new ArrayList<>();

    Manager(Path portFile, Path socket) throws IOException {
      Path script = folder.resolve("pass_sockets.py");
      try (var resource = SocketActivationIT.class.getResourceAsStream("/pass_sockets.py")) {
        Files.write(script, java.util.Objects.requireNonNull(resource).readAllBytes());
      }
      var builder = new ProcessBuilder("python3", script.toString(), portFile.toString(), socket.toString(),
          Distribution.home().resolve("bin/brokerd").toString())
          .redirectError(folder.resolve("brokerd.log").toFile());
      builder.environment().clear();
      builder.environment().put("PATH", System.getenv("PATH"));
      builder.environment().putAll(distribution.environment());
      process = builder.start();
      out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** The process id of one more daemon. */
    long start() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      long pid = Long.parseLong(out.readLine());
      started.add(pid);
      return pid;
    }

    void awaitDaemon(long pid) throws IOException {
      Until.holds(
          () -> distribution.broker("status", "--json").out().replaceAll("\\s", "")
              .contains("\"pid\":" + pid),
          () -> Files.readString(folder.resolve("brokerd.log")));
    }

    @Override
    public void close() throws Exception {
      process.getOutputStream().close();
      started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
      process.waitFor();
    }
  }
}
