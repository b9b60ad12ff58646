package io.credentialbroker.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {
  private static final URI STS = URI.create("https://sts.eu-central-1.amazonaws.com/");

  @Test
  void select_nothingConfigured_isDirect() {
    assertThat(new EnvironmentProxies(Map.of(), null).select(STS)).containsExactly(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @CsvSource({ "HTTPS_PROXY,http://proxy.example:3128,3128", "https_proxy,proxy.example:8080,8080",
      "HTTPS_PROXY,http://proxy.example,80", "HTTPS_PROXY,https://proxy.example,443",
      "HTTPS_PROXY,http://user:word@proxy.example:3128/,3128"})
  void select_aProxyVariable_namesTheProxy(String variable, String value, int port) {
    assertThat(selected(Map.of(variable, value), STS)).isEqualTo(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", port)));
  }

  @Test
  void select_httpVariableAndHttpsUri_isDirect() {
    assertThat(selected(Map.of("HTTP_PROXY", "http://proxy.example:1"), STS)).isEqualTo(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @ValueSource(strings = { "http://127.0.0.1:9780/x", "http://localhost/", "http://[::1]/",
      "http://[fd00:ec2::254]/",
      "http://169.254.169.254/latest", "http://169.254.170.2/x"})
  void select_loopbackAndMetadata_areNeverProxied(String uri) {
    assertThat(selected(Map.of("http_proxy", "http://proxy.example:1"), URI.create(uri)))
        .isEqualTo(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @ValueSource(strings = { "*", "amazonaws.com", ".amazonaws.com", "*.amazonaws.com",
      "x.example, STS.eu-central-1.amazonaws.com"})
  void select_excludedHost_isDirect(String list) {
    assertThat(selected(Map.of("https_proxy", "http://proxy.example:1", "NO_PROXY", list), STS))
        .isEqualTo(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @ValueSource(strings = { "aws.com", "eu-central-1", "", ",", "amazonaws.co"})
  void select_otherHostsExcluded_isProxied(String list) {
    assertThat(selected(Map.of("https_proxy", "http://proxy.example:1", "NO_PROXY", list), STS).type())
        .isEqualTo(Proxy.Type.HTTP);
  }

  @ParameterizedTest
  @ValueSource(strings = { "http://", "://x", "http://a b", "   "})
  void select_unreadableValue_isDirect(String value) {
    assertThat(selected(Map.of("https_proxy", value), STS)).isEqualTo(Proxy.NO_PROXY);
  }

  @Test
  void select_jvmProperties_goBeforeTheEnvironment() {
    var fromProperties = ProxySelector.of(InetSocketAddress.createUnresolved("properties.example", 1));
    var proxies = new EnvironmentProxies(Map.of("https_proxy", "http://environment.example:2"),
        fromProperties);
    assertThat(proxies.select(STS)).extracting(Proxy::address)
        .containsExactly(InetSocketAddress.createUnresolved("properties.example", 1));
  }

  private static Proxy selected(Map<String, String> environment, URI uri) {
    List<Proxy> proxies = new EnvironmentProxies(environment, null).select(uri);
    assertThat(proxies).hasSize(1);
    return proxies.getFirst();
  }
}
