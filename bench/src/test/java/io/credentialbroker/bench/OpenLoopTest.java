package io.credentialbroker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.US_ASCII);

  @Test
  void load_steadyServer_countsEveryRequest() throws Exception {
    var asked = new AtomicInteger();
    try (var server = new Server(200, () -> asked.incrementAndGet())) {
      var latencies = OpenLoop.load(server.address(), "/", "t", 2, 100, 1);
      assertThat(latencies.getTotalCount()).isEqualTo(100);
      assertThat(asked).hasValue(100);
    }
  }

  /** One stop of 300 ms at the first request: those that were due meanwhile have waited too. */
  @Test
  void load_serverStandsStill_chargesThoseThatWaited() throws Exception {
    var asked = new AtomicInteger();
    try (var server = new Server(200, () -> {
      if (asked.getAndIncrement() == 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
      }
    })) {
      var latencies = OpenLoop.load(server.address(), "/", "t", 1, 100, 1);
      assertThat(
          latencies.getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(100), TimeUnit.MINUTES.toNanos(1)))
          .isGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void load_refusal_isAnError() throws Exception {
    try (var server = new Server(401, () -> {})) {
      assertThatThrownBy(() -> OpenLoop.load(server.address(), "/", "t", 1, 100, 1))
          .isInstanceOf(BenchException.class).hasMessage("an answer was not 200");
    }
  }

  private record Server(HttpServer http) implements AutoCloseable {
    Server(int status, Runnable before) throws java.io.IOException {
      this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      http.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
      http.createContext("/", exchange -> {
        before.run();
        exchange.sendResponseHeaders(status, BODY.length);
        exchange.getResponseBody().write(BODY);
        exchange.close();
      });
      http.start();
    }

    InetSocketAddress address() {
      return http.getAddress();
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }
}
