package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.credentialbroker.server.fixtures.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon in a process of its own with 128 file descriptors, flooded with connections. */
final class DescriptorsTest {
  private static final Pattern TCP = Pattern.compile("ready: 127\\.0\\.0\\.1:(\\d+)");

  @TempDir
  Path folder;

  @Test
  void connections_floodOfFiveHundredAt128Descriptors_leaveStsReachable() throws Exception {
    Path bash = Path.of("/bin/bash");
    assumeThat(bash).as("bash sets the limit").isExecutable();
    try (var around = new DaemonFixture(folder)) {
      Path log = folder.resolve("log");
      Files.writeString(around.toml, "[process]\nallow_root = true\n", StandardOpenOption.APPEND);
      var process = start(bash, around, log);
      try {
        Eventually.within(Duration.ofMinutes(2), "the daemon is ready", () -> TCP.matcher(text(log)).find());
        var ready = TCP.matcher(text(log));
        assertThat(ready.find()).isTrue();
        flood(new InetSocketAddress("127.0.0.1", Integer.parseInt(ready.group(1))), around);
        assertThat(process.isAlive()).isTrue();
      } finally {
        process.destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      }
    }
  }

  private static String text(Path log) throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private static void flood(InetSocketAddress address, DaemonFixture around) throws Exception {
    List<RawClient> open = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        open.add(RawClient.tcp(address));
        if (i % 2 == 0) {
          sendStart(open.getLast());
        }
      }
      // Nothing is held yet, so this asks STS, which is another connection with files of its own behind it.
      assertThat(status(address, around, "demo")).isEqualTo(200);
      assertThat(status(address, around, "chain")).isEqualTo(200);
    } finally {
      for (RawClient one : open) {
        one.close();
      }
    }
    assertThat(status(address, around, "demo")).isEqualTo(200);
  }

  /** It may have been closed already. */
  private static void sendStart(RawClient one) throws IOException {
    try {
      one.send("GET /v1/");
    } catch (SocketException e) {
      // So it was.
    }
  }

  /** As an SDK asks: again after 503, and again when the connection was closed for lack of room. */
  private static int status(InetSocketAddress address, DaemonFixture around, String profile)
      throws Exception {
    String request = "GET /v1/credentials/" + profile + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
        + around.token() + "\r\nConnection: close\r\n\r\n";
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    int status = 0;
    while (status != 200 && System.nanoTime() < end) {
      try (var client = RawClient.tcp(address)) {
        status = client.send(request).answer().status();
      } catch (IOException e) {
        status = 0;
      }
    }
    return status;
  }

  private static Process start(Path bash, DaemonFixture around, Path log) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path arguments = Files.writeString(around.home.resolve("java.args"),
        "--enable-native-access=ALL-UNNAMED\n-cp\n\""
            + System.getProperty("java.class.path").replace("\\", "\\\\")
            + "\"\n");
    var builder = new ProcessBuilder(bash.toString(), "-c", "ulimit -n 128; exec \"$0\" \"$@\"",
        java.toString(),
        "@" + arguments, Brokerd.class.getName(), "--config", around.toml.toString());
    builder.environment().clear();
    builder.environment().putAll(around.environment);
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(log.toFile()).start();
  }
}
