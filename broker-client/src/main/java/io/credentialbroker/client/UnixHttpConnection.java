package io.credentialbroker.client;

import io.credentialbroker.client.BrokerException.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection to a unix socket, and HTTP/1.1 on it. Every step has a deadline; nothing is retried. Not for
 * use by several threads, except that any thread may close it.
 */
final class UnixHttpConnection implements AutoCloseable {
  private final Path socket;
  private final SocketChannel channel;
  private final Duration deadline;

  private UnixHttpConnection(Path socket, SocketChannel channel, Duration deadline) {
    this.socket = socket;
    this.channel = channel;
    this.deadline = deadline;
  }

  /**
   * Connects.
   *
   * @param deadline for the connect, and again for each exchange
   * @throws BrokerException of kind {@link Kind#NO_DAEMON} where nobody listens
   */
  static UnixHttpConnection open(Path socket, Duration deadline) throws BrokerException {
    SocketChannel channel = newChannel();
    try (var dog = Watchdog.over(channel, deadline)) {
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new UnixHttpConnection(socket, channel, deadline);
      } catch (IOException e) {
        closeQuietly(channel);
        throw dog.bitten() ? late(socket, deadline) : unconnected(socket);
      }
    }
  }

  /**
   * Sends a request without a body and reads the answer; see the other method.
   */
  HttpAnswer exchange(String method, String target, boolean keep, int longestBody) throws BrokerException {
    return exchange(method, target, new byte[0], keep, longestBody);
  }

  /**
   * Sends a request and reads the answer.
   *
   * @param body JSON; nothing where it is empty
   * @param target the path, percent-encoded already
   * @param keep whether the connection is wanted afterwards
   * @param longestBody of the answer, in bytes
   */
  HttpAnswer exchange(String method, String target, byte[] body, boolean keep, int longestBody)
      throws BrokerException {
    String head = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
        + (method.equals("POST") ? "Content-Length: " + body.length + "\r\n" : "")
        + (keep ? "" : "Connection: close\r\n") + "\r\n";
    try (var dog = Watchdog.over(channel, deadline)) {
      try {
        // In one piece: a peer may take what comes later for another request.
        byte[] line = head.getBytes(StandardCharsets.US_ASCII);
        var bytes = ByteBuffer.allocate(line.length + body.length).put(line).put(body).flip();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        return new AnswerReader(channel, longestBody).read();
      } catch (IOException e) {
        throw dog.bitten() ? late(socket, deadline) : AnswerReader.silent();
      }
    }
  }

  /** Waits, without a deadline, until the other side hangs up or this side closes. */
  void awaitEnd() {
    try {
      var scrap = ByteBuffer.allocate(64);
      while (channel.read(scrap) >= 0) {
        scrap.clear();
      }
    } catch (IOException e) {
      // A broken connection has ended as well.
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private static SocketChannel newChannel() throws BrokerException {
    try {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (IOException | UnsupportedOperationException e) {
      throw new BrokerException(Kind.LOCAL, "this system gives no unix sockets: " + e.getMessage(), "");
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was left to be written: a failed close loses nothing.
    }
  }

  /** The reason is looked up, not read from the exception, whose text depends on the system's language. */
  private static BrokerException unconnected(Path socket) {
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > 107) {
      return new BrokerException(Kind.LOCAL, "the socket's path is too long for a unix socket: " + socket,
          "set CREDENTIAL_BROKER_RUNTIME_DIR to a shorter folder, for brokerd as well");
    }
    if (Files.exists(socket) && !Files.isWritable(socket)) {
      return new BrokerException(Kind.REFUSED, "you may not connect to " + socket,
          "a brokerd serves only the user it runs as");
    }
    Path folder = socket.toAbsolutePath().getParent();
    Optional<BrokerException> fault = folder == null || Files.exists(socket)
        ? Optional.empty()
        : new RuntimeDirectory(folder).fault();
    if (fault.isPresent()) {
      return fault.get();
    }
    String what = Files.exists(socket)
        ? "nobody answers at " + socket + ", which a brokerd left behind"
        : "no brokerd is running: there is no " + socket;
    return new BrokerException(Kind.NO_DAEMON, what, "start it with 'brokerd'");
  }

  private static BrokerException late(Path socket, Duration deadline) {
    return new BrokerException(Kind.UNAVAILABLE,
        "brokerd at " + socket + " did not answer within " + deadline.toMillis() / 1000.0 + " s",
        "look into its log, or end it and start it again");
  }
}
