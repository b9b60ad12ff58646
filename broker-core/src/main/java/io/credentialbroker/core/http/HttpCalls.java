package io.credentialbroker.core.http;

import io.credentialbroker.core.time.Timers;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The broker's one HTTP client for calls outward. HTTP/1.1 only, no redirects, connections reused for thirty
 * seconds, and every call bounded in time (from the first byte out to the last byte in) and in size. Nothing
 * is made before the first call or {@link #makeReady}.
 */
public final class HttpCalls implements AutoCloseable {
  /** How long a connection may take to be made. */
  public static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  /** The largest answer that any call accepts; an STS answer has two to six kilobytes. */
  public static final int SIZE_LIMIT = 256 * 1024;

  private final Executor executor;
  private final ProxySelector proxies;
  private final Timers timers;
  private final @Nullable SSLContext tls;
  private @Nullable HttpClient client;
  private boolean closed;

  /**
   * Makes nothing yet.
   *
   * @param executor runs the client's work and the answers' continuations; must not be bounded, as other tasks
   *     block on it (a virtual thread a task fits)
   * @param proxies which proxy, if any, a call goes through; see {@link EnvironmentProxies}
   * @param timers end calls that take too long
   */
  public HttpCalls(Executor executor, ProxySelector proxies, Timers timers) {
    this(executor, proxies, timers, null);
  }

  /**
   * The same with a trust of its own.
   *
   * @param tls which certificates are trusted; null for those that the Java runtime trusts
   */
  public HttpCalls(Executor executor, ProxySelector proxies, Timers timers, @Nullable SSLContext tls) {
    this.executor = executor;
    this.proxies = proxies;
    this.timers = timers;
    this.tls = tls;
  }

  /**
   * Sends a request and collects the whole answer.
   *
   * @param limit for the whole exchange
   * @return completes exceptionally with {@link HttpTimeoutException}, {@link AnswerTooLargeException} or
   *     another {@code IOException}, never wrapped; cancelling it ends the exchange
   */
  public CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, Duration limit) {
    var answer = new CompletableFuture<HttpResponse<byte[]>>();
    var deadline = timers.schedule(limit,
        () -> answer.completeExceptionally(new HttpTimeoutException("no answer within " + limit)));
    CompletableFuture<HttpResponse<byte[]>> exchange;
    try {
      exchange = client().sendAsync(request, CappedBody.upTo(SIZE_LIMIT));
    } catch (RuntimeException e) { // a request that this client cannot make, such as ftp
      deadline.cancel();
      throw e;
    }
    var _ = exchange.whenComplete((response, error) -> {
      if (error == null) {
        answer.complete(response);
      } else {
        answer.completeExceptionally(unwrapped(error));
      }
    });
    var _ = answer.whenComplete((_, _) -> {
      deadline.cancel();
      exchange.cancel(true); // does nothing where the exchange is what completed us
    });
    return answer;
  }

  /** Makes the client, which otherwise the first call does; calls nobody. */
  public synchronized void makeReady() {
    if (!closed) {
      var _ = client();
    }
  }

  /** Ends what is under way. */
  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      var builder = HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .followRedirects(Redirect.NEVER)
          .connectTimeout(CONNECT_LIMIT)
          .proxy(proxies)
          .executor(executor);
      client = (tls == null ? builder : builder.sslContext(tls)).build();
    }
    return client;
  }

  private static Throwable unwrapped(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
  }
}
