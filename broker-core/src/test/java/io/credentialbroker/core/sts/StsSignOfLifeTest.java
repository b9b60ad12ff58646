package io.credentialbroker.core.sts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.time.SystemTimers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class StsSignOfLifeTest {
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final SystemTimers timers = new SystemTimers();
  private final HttpCalls http = new HttpCalls(executor, new EnvironmentProxies(Map.of(), null), timers);
  private final StsSignOfLife signOfLife = new StsSignOfLife(http);

  @AfterEach
  void close() {
    http.close();
    timers.close();
    executor.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({ "403, true", "400, true", "200, true", "302, true", "500, false", "503, false"})
  void isAlive_endpointAnswers_isWhetherItIsNoServerError(int status, boolean alive) throws Exception {
    var asked = new AtomicReference<String>("");
    HttpServer endpoint = serve(status, asked);
    try {
      String upstream = "http://127.0.0.1:" + endpoint.getAddress().getPort();

      assertThat(signOfLife.isAlive(upstream).get(10, TimeUnit.SECONDS)).isEqualTo(alive);
      assertThat(asked.get()).isEqualTo("POST null Action=GetCallerIdentity&Version=2011-06-15");
    } finally {
      endpoint.stop(0);
    }
  }

  @Test
  void isAlive_nobodyListens_isFalse() throws Exception {
    HttpServer gone = serve(200, new AtomicReference<>(""));
    String upstream = "http://127.0.0.1:" + gone.getAddress().getPort();
    gone.stop(0);

    assertThat(signOfLife.isAlive(upstream).get(10, TimeUnit.SECONDS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({ "sts.eu-central-1, https://sts.eu-central-1.amazonaws.com/",
      "sts-fips.us-gov-west-1, https://sts-fips.us-gov-west-1.amazonaws.com/",
      "sts.eu-west-1.api, https://sts.eu-west-1.api.aws/",
      "sts.cn-north-1, https://sts.cn-north-1.amazonaws.com.cn/",
      "sts.aws-global, https://sts.amazonaws.com/",
      "sts.us-iso-east-1, https://sts.us-iso-east-1.c2s.ic.gov/",
      "sts.us-isob-east-1, https://sts.us-isob-east-1.sc2s.sgov.gov/",
      "sts.eu-isoe-west-1, https://sts.eu-isoe-west-1.cloud.adc-e.uk/",
      "sts.us-isof-south-1, https://sts.us-isof-south-1.csp.hci.ic.gov/",
      "sts.eusc-de-east-1, https://sts.eusc-de-east-1.amazonaws.eu/",
      "http://127.0.0.1:4566, http://127.0.0.1:4566/"})
  void endpoint_knownUpstream_isItsAddress(String upstream, String address) {
    assertThat(StsSignOfLife.endpoint(upstream)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "container endpoint", "sso eu-central-1", "signin us-east-1",
      "sts.us-iso-east-1.api", "sts.", "127.0.0.1:4566"})
  void isAlive_upstreamWithoutAKnownAddress_isFalse(String upstream) {
    assertThat(signOfLife.isAlive(upstream)).isCompletedWithValue(false);
  }

  private static HttpServer serve(int status, AtomicReference<String> asked) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      asked.set(
          exchange.getRequestMethod() + ' ' + exchange.getRequestHeaders().getFirst("Authorization") + ' '
              + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    });
    server.start();
    return server;
  }
}
