package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand clients that are slow on purpose, and one beside them that has to be served all the time. */
class SlowClientsIT {
  /** All that one user may have; the probe is of the same user, and the slowest one gives way to it. */
  private static final int MANY = 1_000;
  private static final int ROUNDS = 40;

  @TempDir
  private Path folder;
  private Distribution distribution;
  private Service brokerd;
  private URI uri;
  private String token;

  @BeforeEach
  void serve() throws Exception {
    distribution = new Distribution(folder);
    brokerd = distribution.brokerd("--sandbox");
    uri = URI.create(distribution.broker("env", "demo", "--shell", "json").succeeded()
        .replaceAll("(?s).*\"AWS_CONTAINER_CREDENTIALS_FULL_URI\"\\s*:\\s*\"([^\"]+)\".*", "$1"));
    token = Files.readString(distribution.runtimeDirectory().resolve("token"));
    brokerd.awaitReady(() -> distribution.broker("credential-process", "demo").exit() == 0);
  }

  @AfterEach
  void end() throws Exception {
    brokerd.close();
  }

  private String head() {
    return "GET " + uri.getPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + token + "\r\n";
  }

  /** What the well-behaved one does: a connection of its own, one request, the whole answer. */
  private String probe() throws IOException {
    try (var channel = connect()) {
      channel.socket().setSoTimeout(10_000);
      channel.socket().getOutputStream().write((head() + "Connection: close\r\n\r\n").getBytes(
          StandardCharsets.US_ASCII));
      return new String(channel.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
  }

  private void probesWhile(Slow slow) throws Exception {
    var open = new ArrayList<SocketChannel>();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < MANY / 10 && open.size() < MANY; i++) {
          var channel = connect();
          channel.configureBlocking(false);
          open.add(channel);
        }
        for (var each = open.iterator(); each.hasNext();) {
          SocketChannel channel = each.next();
          try {
            slow.goOn(channel, round);
          } catch (IOException e) {
            channel.close(); // The daemon has had enough of it; another one comes.
            each.remove();
          }
        }
        assertThat(probe()).as("round " + round).startsWith("HTTP/1.1 200 OK").contains("SecretAccessKey");
        TimeUnit.MILLISECONDS.sleep(100); // the pace of the attack
      }
    } finally {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
  }

  private interface Slow {
    void goOn(SocketChannel channel, int round) throws IOException;
  }

  private static void write(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void headers_byteByByte_keepNobodyElseWaiting() throws Exception {
    String head = head();
    probesWhile(
        (channel, round) -> write(channel, head.substring(round % head.length(), round % head.length() + 1)));
  }

  @Test
  void body_announcedAndSentByteByByte_keepsNobodyElseWaiting() throws Exception {
    String head = head() + "Content-Length: 1000000\r\n\r\n";
    probesWhile((channel, round) -> write(channel, round % 20 == 0 ? head : "x"));
  }

  @Test
  void answers_askedForAndNotRead_keepNobodyElseWaiting() throws Exception {
    String requests = (head() + "\r\n").repeat(20);
    probesWhile((channel, round) -> write(channel, requests));
  }

  @Test
  void slowhttptest_aThousandConnections_keepNobodyElseWaiting() throws Exception {
    Tools.need("slowhttptest");
    for (List<String> kind : List.of(List.of("-H"), List.of("-B", "-s", "100000"),
        List.of("-X", "-k", "3"))) {
      var line = new ArrayList<>(List.of("slowhttptest"));
      line.addAll(kind);
      line.addAll(
          List.of("-c", "" + MANY, "-r", "400", "-i", "1", "-l", "5", "-p", "1", "-u", uri.toString()));
      try (var attack = Service.start(Map.of("TERM", "dumb"),
          folder.resolve("slow" + kind.getFirst() + ".log"), line)) {
        int probes = 0;
        while (ProcessHandle.of(attack.pid()).filter(ProcessHandle::isAlive).isPresent()) {
          assertThat(probe()).as(kind + ", probe " + probes).startsWith("HTTP/1.1 200 OK");
          probes++;
          TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(probes).isGreaterThan(3);
      }
    }
  }
}
