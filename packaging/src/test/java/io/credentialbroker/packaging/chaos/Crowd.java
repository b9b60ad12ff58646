package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of programs that ask for the same session, each again as soon as it has been answered, and all of them on one
 * thread: a load that leaves the daemon a processor of its own. Every answer is compared byte for byte with the first.
 */
final class Crowd {
  /** What botocore waits before it asks a second time. */
  private static final long COMES_BACK_NS = 1_000_000_000L;
  private static final int MOST_BYTES = 8 * 1024;

  private final InetSocketAddress address;
  private final byte[] request;
  private final ByteBuffer expected;
  private final Selector selector;
  private final Queue<Caller> resting = new ArrayDeque<>();
  private final ByteBuffer read = ByteBuffer.allocateDirect(MOST_BYTES);
  private final ByteBuffer asked;
  private long answers;
  private long others;
  private long turnedAway;
  private long slowestFirstNs;

  /**
   * What became of it.
   *
   * @param answers how many got the session
   * @param others how many got another answer
   * @param turnedAway how often a connection was refused or ended before an answer
   * @param slowestFirstNs the longest that a program waited for its first answer, or waits for it still
   */
  record Outcome(long answers, long others, long turnedAway, long slowestFirstNs) {}

  private Crowd(InetSocketAddress address, byte[] request, byte[] expected) throws IOException {
    this.address = address;
    this.request = request;
    this.expected = ByteBuffer.wrap(expected);
    this.asked = ByteBuffer.allocateDirect(request.length).put(request).flip();
    this.selector = Selector.open();
  }

  /** So many of them for so long. */
  static Outcome of(InetSocketAddress address, byte[] request, int callers, long nanos) throws IOException {
    byte[] first;
    try (var line = Line.to(address)) {
      Reply reply = line.ask(request);
      if (reply.status() != 200 || reply.expiration() == null) {
        throw new IOException("the first of a crowd got " + reply.status() + " " + reply.body());
      }
      first = (reply.head() + reply.body()).getBytes(StandardCharsets.ISO_8859_1);
    }
    var crowd = new Crowd(address, request, first);
    try {
      for (int i = 0; i < callers; i++) {
        crowd.new Caller().connect();
      }
      crowd.run(System.nanoTime() + nanos);
      crowd.selector.keys().forEach(key -> ((Caller) key.attachment()).waitsForItsFirst());
      return new Outcome(crowd.answers, crowd.others, crowd.turnedAway, crowd.slowestFirstNs);
    } finally {
      for (SelectionKey key : crowd.selector.keys()) {
        key.channel().close();
      }
      crowd.selector.close();
    }
  }

  private void run(long end) throws IOException {
    while (System.nanoTime() < end) {
      selector.select(key -> ((Caller) key.attachment()).goOn(), 10);
      long now = System.nanoTime();
      for (Caller next = resting.peek(); next != null && next.backAt <= now; next = resting.peek()) {
        resting.remove();
        next.connect();
      }
    }
  }

  /** One program: connects, asks, is answered, asks again. */
  private final class Caller {
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    /** Of the answer that has come in part; most come whole. */
    private @Nullable ByteBuffer part;
    private long backAt;
    private final long begunAt = System.nanoTime();
    private boolean answered;

    /** How long it has waited, if it has not been answered yet. */
    void waitsForItsFirst() {
      if (!answered) {
        slowestFirstNs = Math.max(slowestFirstNs, System.nanoTime() - begunAt);
      }
    }

    void connect() {
      try {
        SocketChannel fresh = SocketChannel.open();
        channel = fresh;
        fresh.configureBlocking(false);
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean there = fresh.connect(address);
        key = fresh.register(selector, there ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (there) {
          ask(fresh);
        }
      } catch (IOException _) {
        leave();
      }
    }

    void goOn() {
      SocketChannel open = channel;
      if (open == null || key == null) {
        return;
      }
      try {
        if (open.isConnectionPending()) {
          open.finishConnect();
          key.interestOps(SelectionKey.OP_READ);
          ask(open);
        } else {
          hear(open);
        }
      } catch (IOException _) {
        leave();
      }
    }

    private void ask(SocketChannel open) throws IOException {
      asked.rewind();
      if (open.write(asked) < request.length) {
        throw new IOException("a request does not fit into an empty socket");
      }
    }

    private void hear(SocketChannel open) throws IOException {
      read.clear();
      if (open.read(read) < 0) {
        leave();
        return;
      }
      read.flip();
      ByteBuffer came = part == null ? read : part.put(read).flip();
      if (came.equals(expected)) {
        answers++;
        waitsForItsFirst();
        answered = true;
        part = null;
        ask(open);
      } else if (came.remaining() < expected.limit() && expected.slice(0, came.remaining()).equals(came)) {
        part = ByteBuffer.allocate(MOST_BYTES).put(came);
      } else {
        others++;
        leave();
      }
    }

    /** Comes again later, as a program does whose call has failed. */
    private void leave() {
      turnedAway++;
      part = null;
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException _) {
        // It is gone all the same.
      }
      channel = null;
      backAt = System.nanoTime() + COMES_BACK_NS;
      resting.add(this);
    }
  }
}
