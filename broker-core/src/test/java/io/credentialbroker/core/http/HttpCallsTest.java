package io.credentialbroker.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.HttpStub.Answer;
import io.credentialbroker.core.fixtures.HttpStub.Raw;
import io.credentialbroker.core.fixtures.HttpStub.Reply;
import io.credentialbroker.core.fixtures.HttpStub.Reset;
import io.credentialbroker.core.fixtures.HttpStub.Silence;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.fixtures.Outcomes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpCallsTest {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final ManualTime time = ManualTime.start();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpCalls calls = new HttpCalls(executor, new EnvironmentProxies(Map.of(), null), time);

  @AfterEach
  void end() {
    calls.close();
    executor.shutdownNow();
  }

  @Test
  void send_anAnswer_arrivesWhole() throws IOException {
    try (var stub = stub(new Answer(200, List.of("X-Word: yes"), "hello"))) {
      var answer = Outcomes.of(calls.send(get(stub), LIMIT));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("x-word")).contains("yes");
      assertThat(answer.body()).asString().isEqualTo("hello");
      assertThat(time.pending()).as("deadlines left over").isZero();
    }
  }

  @Test
  void send_twoCallsInTurn_speakHttp11WithoutUpgrade() throws Exception {
    try (var stub = stub(new Answer(200, List.of(), "x"))) {
      Outcomes.of(calls.send(get(stub), LIMIT));
      Outcomes.of(calls.send(get(stub), LIMIT));
      assertThat(stub.next().headers()).doesNotContainKeys("upgrade", "http2-settings");
      assertThat(stub.next().headers()).doesNotContainKeys("upgrade", "http2-settings");
    }
  }

  @Test
  void send_aRedirect_isNotFollowed() throws IOException {
    try (var stub = stub(new Answer(302, List.of("Location: /elsewhere"), ""))) {
      assertThat(Outcomes.of(calls.send(get(stub), LIMIT)).statusCode()).isEqualTo(302);
      assertThat(stub.waiting()).isEqualTo(1);
    }
  }

  @Test
  void send_anAnswerOfExactlyTheLimit_arrives() throws IOException {
    try (var stub = stub(new Answer(200, List.of(), "x".repeat(HttpCalls.SIZE_LIMIT)))) {
      assertThat(Outcomes.of(calls.send(get(stub), LIMIT)).body()).hasSize(HttpCalls.SIZE_LIMIT);
    }
  }

  @Test
  void send_anAnswerOverTheLimit_isTooLarge() throws IOException {
    try (var stub = stub(new Answer(200, List.of(), "x".repeat(HttpCalls.SIZE_LIMIT + 1)))) {
      assertThat(Outcomes.errorOf(calls.send(get(stub), LIMIT))).isInstanceOf(AnswerTooLargeException.class);
    }
  }

  @Test
  void send_anEndlessAnswer_isTooLarge() throws IOException {
    String head = "HTTP/1.1 200 OK\r\n\r\n";
    try (var stub = stub(new Raw(head + "y".repeat(4 * HttpCalls.SIZE_LIMIT)))) {
      assertThat(Outcomes.errorOf(calls.send(get(stub), LIMIT))).isInstanceOf(AnswerTooLargeException.class);
    }
  }

  @Test
  void send_aTruncatedAnswer_isAnIoError() throws IOException {
    try (var stub = stub(new Raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"))) {
      assertThat(Outcomes.errorOf(calls.send(get(stub), LIMIT))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void send_aReset_isAnIoError() throws IOException {
    try (var stub = stub(new Reset())) {
      assertThat(Outcomes.errorOf(calls.send(get(stub), LIMIT))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void send_nonsenseInsteadOfHttp_isAnIoError() throws IOException {
    try (var stub = stub(new Raw("220 smtp.example.com ready\r\n\r\n"))) {
      assertThat(Outcomes.errorOf(calls.send(get(stub), LIMIT))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void send_nobodyListens_isAnIoError() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build();
    assertThat(Outcomes.errorOf(calls.send(request, LIMIT))).isInstanceOf(ConnectException.class);
  }

  @Test
  void send_noAnswerWithinTheLimit_timesOutThen() throws Exception {
    try (var stub = stub(new Silence())) {
      var call = calls.send(get(stub), LIMIT);
      stub.next();
      time.advance(LIMIT.minusMillis(1));
      assertThat(call).isNotDone();
      time.advance(Duration.ofMillis(1));
      assertThat(Outcomes.errorOf(call)).isInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void send_cancelled_endsAndForgetsItsDeadline() throws Exception {
    try (var stub = stub(new Silence())) {
      var call = calls.send(get(stub), LIMIT);
      stub.next();
      call.cancel(true);
      assertThat(catchThrowable(call::join)).isInstanceOf(CancellationException.class);
      assertThat(time.pending()).isZero();
    }
  }

  @Test
  void close_beforeAnyCall_isHarmless() {
    calls.close();
    calls.close();
    assertThat(time.pending()).isZero();
  }

  private static HttpStub stub(Reply reply) {
    return new HttpStub(_ -> reply);
  }

  private static HttpRequest get(HttpStub stub) {
    return HttpRequest.newBuilder(stub.uri()).build();
  }
}
