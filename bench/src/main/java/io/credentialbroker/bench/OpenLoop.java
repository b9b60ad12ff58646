package io.credentialbroker.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Requests at a steady rate whether or not answers come, over kept-alive connections. Each latency counts from the
 * moment at which the request was due, so that a server that stands still for a while is charged for all requests
 * that waited meanwhile (no coordinated omission).
 */
final class OpenLoop {
  private static final int ANSWER_LIMIT = 16 * 1024;

  private OpenLoop() {}

  /** @return latencies in nanoseconds */
  static Histogram load(InetSocketAddress server, String path, String token, int connections,
      double perSecond,
      int seconds) throws Exception {
    byte[] request = Answer.request(server, path, token, true);
    var latencies = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    var idle = new ArrayDeque<Connection>();
    try (Selector selector = Selector.open()) {
      List<Connection> all = new ArrayList<>();
      try {
        for (int i = 0; i < connections; i++) {
          var connection = Connection.open(server, selector, request);
          all.add(connection);
          idle.add(connection);
        }
        drive(selector, idle, latencies, 1e9 / perSecond, (long) (perSecond * seconds));
      } finally {
        for (Connection connection : all) {
          connection.channel.close();
        }
      }
    }
    return latencies;
  }

  private static void drive(Selector selector, Deque<Connection> idle, Histogram latencies, double interval,
      long requests) throws IOException, BenchException {
    long start = System.nanoTime();
    long sent = 0;
    long answered = 0;
    while (answered < requests) {
      while (sent < requests && !idle.isEmpty() && start + (long) (sent * interval) <= System.nanoTime()) {
        idle.pop().send(start + (long) (sent * interval));
        sent++;
      }
      selector.selectNow();
      var ready = selector.selectedKeys().iterator();
      while (ready.hasNext()) {
        var connection = (Connection) ready.next().attachment();
        ready.remove();
        if (connection.answered()) {
          latencies.recordValue(System.nanoTime() - connection.due);
          idle.add(connection);
          answered++;
        }
      }
    }
  }

  private static final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer request;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER_LIMIT);
    private int length;
    private long due;

    private Connection(SocketChannel channel, byte[] request) {
      this.channel = channel;
      this.request = ByteBuffer.allocateDirect(request.length).put(request);
    }

    static Connection open(InetSocketAddress server, Selector selector, byte[] request) throws IOException {
      SocketChannel channel = SocketChannel.open(server);
      channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      var connection = new Connection(channel, request);
      channel.register(selector, SelectionKey.OP_READ, connection);
      return connection;
    }

    void send(long dueAt) throws IOException {
      due = dueAt;
      answer.clear();
      channel.write(request.rewind());
    }

    /** Whether the whole answer is here: all answers of a run are as long as the first. */
    boolean answered() throws IOException, BenchException {
      if (channel.read(answer) < 0) {
        throw new BenchException("the server closed a kept-alive connection", channel.toString());
      }
      if (length == 0) {
        length = wholeLength();
      }
      return length > 0 && answer.position() >= length;
    }

    private int wholeLength() throws BenchException {
      byte[] bytes = new byte[answer.position()];
      answer.duplicate().flip().get(bytes);
      String text = new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
      int head = text.indexOf("\r\n\r\n");
      if (head < 0) {
        return 0;
      }
      var body = java.util.regex.Pattern.compile("(?i)\r\ncontent-length: *(\\d+)").matcher(text);
      if (!text.startsWith("HTTP/1.1 200 ") || !body.find()) {
        throw new BenchException("an answer was not 200", text.substring(0, head));
      }
      return head + 4 + Integer.parseInt(body.group(1));
    }
  }
}
