package io.credentialbroker.bench;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Callers that each wait for an answer before they ask again, over any kind of socket; wrk knows TCP alone. */
final class ClosedLoop {
  private static final byte[] OK = "HTTP/1.1 200 ".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private ClosedLoop() {}

  /**
   * Answers a second, a new connection for each request.
   *
   * @throws BenchException when an answer was not 200 or not as long as the first
   */
  static double newConnections(SocketAddress server, String path, String token, int callers, int seconds)
      throws Exception {
    byte[] request = Answer.request(server, path, token, false);
    int length = once(server, request, ByteBuffer.allocateDirect(16 * 1024));
    var answers = new LongAdder();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    try (var threads = Executors.newFixedThreadPool(callers)) {
      Callable<Void> caller = () -> {
        var buffer = ByteBuffer.allocateDirect(16 * 1024);
        while (System.nanoTime() < end) {
          if (once(server, request, buffer) != length) {
            throw new BenchException("an answer had another length than the first", server.toString());
          }
          answers.increment();
        }
        return null;
      };
      for (var done : threads.invokeAll(java.util.Collections.nCopies(callers, caller))) {
        done.get();
      }
    }
    return answers.sum() / ((System.nanoTime() - start) / 1e9);
  }

  private static int once(SocketAddress server, byte[] request, ByteBuffer buffer)
      throws IOException, BenchException {
    try (SocketChannel channel = Answer.open(server)) {
      buffer.clear().put(request).flip();
      channel.write(buffer);
      buffer.clear();
      while (channel.read(buffer) >= 0) {
        // until the server closes
      }
      for (int i = 0; i < OK.length; i++) {
        if (i >= buffer.position() || buffer.get(i) != OK[i]) {
          throw new BenchException("an answer was not 200", server.toString());
        }
      }
      // nginx sends a date, whose length does not change.
      return buffer.position();
    }
  }
}
