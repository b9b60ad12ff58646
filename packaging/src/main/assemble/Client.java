import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Asks the daemon of a training run. */
final class Client {
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String LENGTH = "\r\ncontent-length: ";

  private Client() {}

  /** One GET over a unix socket, tried until it is answered 200: the cache is to hold what that takes. */
  static void ask(Path socket, String path) throws Exception {
    String status = status(socket, path);
    // A cold session on a busy machine is 503 with Retry-After: 1 for the first second or two.
    for (int tries = 0; tries < 30 && status.equals("503"); tries++) {
      TimeUnit.SECONDS.sleep(1);
      status = status(socket, path);
    }
    checked(path, status);
  }

  private static String status(Path socket, String path) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return exchange(channel, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close" + END_OF_HEAD,
        ByteBuffer.allocate(64 * 1024));
    }
  }

  /** The same request so many times on one connection. */
  static void ask(SocketAddress server, String token, String path, int times) throws Exception {
    String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nAuthorization: " + token
      + (times == 1 ? "\r\nConnection: close" : "") + END_OF_HEAD;
    var answer = ByteBuffer.allocate(64 * 1024);
    try (var channel = SocketChannel.open(server)) {
      for (int i = 0; i < times; i++) {
        checked(path, exchange(channel, request, answer));
      }
    }
  }

  private static String exchange(SocketChannel channel, String request, ByteBuffer answer) throws IOException {
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    answer.clear();
    int whole = Integer.MAX_VALUE;
    while (answer.position() < whole && channel.read(answer) >= 0) {
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
      int end = text.indexOf(END_OF_HEAD);
      if (end >= 0) {
        int length = text.indexOf(LENGTH) + LENGTH.length();
        whole = end + END_OF_HEAD.length() + Integer.parseInt(text.substring(length, text.indexOf('\r', length)));
      }
    }
    String head = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    return head.startsWith("HTTP/1.1 ") ? head.substring(9, 12) : "nothing";
  }

  private static void checked(String path, String status) {
    if (!status.equals("200")) {
      throw new IllegalStateException("training request " + path + " was answered " + status);
    }
  }
}
