package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ForeignHeaderGateTest {
  private final ForeignHeaderGate gate = new ForeignHeaderGate();

  private @Nullable Refusal ask(String target, String header, String value) {
    var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
    request.headers().add("Host", "127.0.0.1").add("Accept", "*/*").add(header, value).add("User-Agent", "x");
    return gate.refusalOf(request);
  }

  @ParameterizedTest
  @CsvSource({
      "Origin, BROWSER", "Referer, BROWSER", "Cookie, BROWSER", "Cookie2, BROWSER",
      "Sec-Fetch-Site, BROWSER", "Sec-Fetch-Mode, BROWSER", "Sec-Fetch-Dest, BROWSER",
      "Sec-CH-UA, BROWSER", "Sec-WebSocket-Key, BROWSER", "Sec-Purpose, BROWSER", "Sec-GPC, BROWSER",
      "Upgrade-Insecure-Requests, BROWSER", "DNT, BROWSER",
      "Access-Control-Request-Method, BROWSER", "Access-Control-Request-Private-Network, BROWSER",
      "X-Forwarded-For, FORWARDED", "X-Forwarded-Host, FORWARDED", "X-Forwarded-Proto, FORWARDED",
      "X-Forwarded, FORWARDED", "X-ForwardedFor, FORWARDED", "Forwarded, FORWARDED", "Via, FORWARDED",
      "X-Real-IP, FORWARDED", "X-Client-IP, FORWARDED", "True-Client-IP, FORWARDED",
      "CF-Connecting-IP, FORWARDED", "X-Cluster-Client-IP, FORWARDED", "Proxy-Connection, FORWARDED",
      "Proxy-Authorization, FORWARDED", "Max-Forwards, FORWARDED", "X-Original-URL, FORWARDED",
      "X-Original-Host, FORWARDED", "X-Rewrite-URL, FORWARDED", "X-HTTP-Method-Override, FORWARDED",
      "Upgrade, UPGRADE", "HTTP2-Settings, UPGRADE", "Expect, UPGRADE"})
  void refusalOf_headerOfABrowserOrProxy_isRefusedInAnyCaseAndWithAnyValue(String header, Refusal refusal) {
    for (String spelling : new String[]{ header, header.toLowerCase(Locale.ROOT),
        header.toUpperCase(Locale.ROOT)}) {
      assertThat(ask("/v1/credentials/dev", spelling, "x")).isEqualTo(refusal);
      assertThat(ask("/v1/credentials/dev", spelling, "")).isEqualTo(refusal);
      assertThat(ask("/v1/credentials/dev", spelling, "null")).isEqualTo(refusal);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Connection",
      "User-Agent",
      "Amz-Sdk-Request", "Amz-Sdk-Invocation-Id", "X-Amz-User-Agent", "Cache-Control", "Pragma", "TE",
      "Keep-Alive",
      "Sec", "Originator", "X-Forward", "Viator", "Proxy", "Content-Type"})
  void refusalOf_headerThatSdksMaySend_passes(String header) {
    assertThat(ask("/v1/credentials/dev", header, "x")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = { "http://127.0.0.1:9780/v1/credentials/dev", "HTTP://evil.example/",
      "https://evil.example/",
      "127.0.0.1:9780", "evil.example:443", "*", "", "v1/credentials/dev", "?", "\\v1",
      "%2Fv1/credentials/dev"})
  void refusalOf_targetThatIsNoPath_isRefused(String target) {
    assertThat(ask(target, "Accept", "*/*")).isEqualTo(Refusal.TARGET_FORM);
  }

  @Test
  void refusalOf_pathWithTwoSlashes_isLeftToTheRouter() {
    assertThat(ask("//evil.example/v1", "Accept", "*/*")).isNull();
  }
}
