package io.credentialbroker.core.aws;

import io.credentialbroker.core.http.HttpCalls;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.reactivestreams.FlowAdapters;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/** The SDK's asynchronous HTTP client, over {@link HttpCalls}. Why none of the SDK's own: decision 0003. */
public final class JavaNetHttpClient implements SdkAsyncHttpClient {
  /** Headers that java.net.http writes itself and refuses from others. It writes the values the SDK signed. */
  private static final Set<String> WRITTEN_BELOW = Set.of("connection", "content-length", "expect", "host",
      "upgrade");

  private final HttpCalls calls;
  private final Duration limit;
  private final InstantSource clock;
  private final Consumer<ClockSkew> skew;

  /**
   * A client for one service.
   *
   * @param limit how long a whole exchange may take
   * @param skew told what every answer's {@code Date} header says; returns at once and throws nothing
   */
  public JavaNetHttpClient(HttpCalls calls, Duration limit, InstantSource clock, Consumer<ClockSkew> skew) {
    this.calls = calls;
    this.limit = limit;
    this.clock = clock;
    this.skew = skew;
  }

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest execution) {
    var exchange = calls.send(translated(execution), limit);
    var done = new CompletableFuture<Void>();
    var _ = exchange.whenComplete((answer, error) -> {
      if (error == null) {
        hand(answer, execution);
        done.complete(null);
      } else {
        Throwable told = error instanceof IOException broken ? new ExchangeFailedException(broken) : error;
        execution.responseHandler().onError(told);
        done.completeExceptionally(told);
      }
    });
    var _ = done.whenComplete((_, _) -> exchange.cancel(true)); // the SDK cancels what it no longer wants
    return done;
  }

  @Override
  public String clientName() {
    return "JavaNet";
  }

  @Override
  public void close() {
    // HttpCalls is shared by all services and closed by whoever made it.
  }

  private void hand(HttpResponse<byte[]> answer, AsyncExecuteRequest execution) {
    answer.headers()
        .firstValue("Date")
        .flatMap(date -> ClockSkew.of(answer.uri().getHost(), date, clock.instant()))
        .ifPresent(skew);
    execution.responseHandler().onHeaders(SdkHttpResponse.builder()
        .statusCode(answer.statusCode())
        .headers(answer.headers().map())
        .build());
    // An AsyncRequestBody is the SDK's own publisher of bytes that are already there.
    execution.responseHandler().onStream(AsyncRequestBody.fromBytes(answer.body()));
  }

  private static HttpRequest translated(AsyncExecuteRequest execution) {
    SdkHttpRequest request = execution.request();
    var builder = HttpRequest.newBuilder(request.getUri())
        .method(request.method().name(), body(execution.requestContentPublisher()));
    request.forEachHeader((name, values) -> {
      if (!WRITTEN_BELOW.contains(name.toLowerCase(Locale.ROOT))) {
        values.forEach(value -> builder.header(name, value));
      }
    });
    return builder.build();
  }

  private static BodyPublisher body(SdkHttpContentPublisher content) {
    var flow = FlowAdapters.toFlowPublisher(content);
    return content.contentLength()
        .map(length -> length == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(flow, length))
        .orElseGet(() -> BodyPublishers.fromPublisher(flow));
  }
}
