package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostGateTest {
  private static final HostGate V4 = HostGate.ofListener(
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9780));
  private static final HostGate V6 = HostGate.ofListener(
      new InetSocketAddress(InetAddress.ofLiteral("::1"), 9780));

  private static @Nullable Refusal ask(HostGate gate, String... hosts) {
    var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/",
        DefaultHttpHeadersFactory.headersFactory().withValidation(false));
    request.headers().add("Host", List.of(hosts));
    return gate.refusalOf(request);
  }

  static List<String> foreignHosts() {
    return HostForms.foreign();
  }

  @ParameterizedTest
  @ValueSource(strings = { "127.0.0.1", "127.0.0.1:9780"})
  void refusalOf_literalOfTheListener_passes(String host) {
    assertThat(ask(V4, host)).isNull();
    assertThat(ask(V6, host)).isEqualTo(Refusal.HOST_FOREIGN);
  }

  @ParameterizedTest
  @ValueSource(strings = { "[::1]", "[::1]:9780"})
  void refusalOf_literalOfTheV6Listener_passesThere(String host) {
    assertThat(ask(V6, host)).isNull();
    assertThat(ask(V4, host)).isEqualTo(Refusal.HOST_FOREIGN);
  }

  @ParameterizedTest
  @MethodSource("foreignHosts")
  void refusalOf_anyOtherForm_isRefusedByBothListeners(String host) {
    assertThat(ask(V4, host)).isEqualTo(Refusal.HOST_FOREIGN);
    assertThat(ask(V6, host)).isEqualTo(Refusal.HOST_FOREIGN);
  }

  @Test
  void foreignHosts_all_areEnough() {
    assertThat(HostForms.foreign()).hasSizeGreaterThanOrEqualTo(200).doesNotHaveDuplicates();
  }

  @Test
  void refusalOf_noHostOrTwo_isRefusedEvenIfEachIsRight() {
    assertThat(ask(V4)).isEqualTo(Refusal.HOST_MISSING);
    assertThat(ask(V4, "127.0.0.1", "127.0.0.1")).isEqualTo(Refusal.HOST_MISSING);
    assertThat(ask(V4, "127.0.0.1", "evil.example")).isEqualTo(Refusal.HOST_MISSING);
    assertThat(ask(HostGate.ofUnixSocket())).isEqualTo(Refusal.HOST_MISSING);
    assertThat(ask(HostGate.ofUnixSocket(), "a", "b")).isEqualTo(Refusal.HOST_MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = { "localhost", "broker", "127.0.0.1:9780", "[::1]", "a.b-c_d"})
  void refusalOf_saneHostOnAUnixSocket_passes(String host) {
    assertThat(ask(HostGate.ofUnixSocket(), host)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "a b", "a/b", "user@host", "a,b", "é", "a%20", "%2Fvar%2Frun"})
  void refusalOf_insaneHostOnAUnixSocket_isRefused(String host) {
    assertThat(ask(HostGate.ofUnixSocket(), host)).isEqualTo(Refusal.HOST_FOREIGN);
  }

  @Test
  void refusalOf_eachCharacterOnAUnixSocket_passesIffAHostMayHaveIt() {
    String allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]";
    for (char c = '!'; c <= '~'; c++) {
      assertThat(ask(HostGate.ofUnixSocket(), "a" + c)).as("%s", c)
          .isEqualTo(allowed.indexOf(c) >= 0 ? null : Refusal.HOST_FOREIGN);
    }
  }

  @Test
  void refusalOf_hostLongerThanAnyName_isRefused() {
    assertThat(ask(HostGate.ofUnixSocket(), "a".repeat(255))).isNull();
    assertThat(ask(HostGate.ofUnixSocket(), "a".repeat(256))).isEqualTo(Refusal.HOST_FOREIGN);
  }
}
