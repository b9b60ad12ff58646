package io.credentialbroker.core.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proxies as the AWS SDKs find them: the JVM's own properties first ({@code https.proxyHost} and so on), then
 * {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} in capitals or small letters. Loopback and the
 * metadata addresses are never reached through a proxy: it would be a different machine's role.
 *
 * <p>{@code NO_PROXY} is a list with commas of names, each covering its subdomains, or {@code *}. Address
 * ranges are not understood.
 */
public final class EnvironmentProxies extends ProxySelector {
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  private final Map<String, String> environment;
  private final @Nullable ProxySelector properties;

  /**
   * Proxies of this environment.
   *
   * @param properties asked first, {@code ProxySelector.getDefault()} in production; absent for none
   */
  public EnvironmentProxies(Map<String, String> environment, @Nullable ProxySelector properties) {
    this.environment = Map.copyOf(environment);
    this.properties = properties;
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = uri.getHost();
    if (host == null || neverProxied(host.toLowerCase(Locale.ROOT))) {
      return DIRECT;
    }
    if (properties != null) {
      List<Proxy> configured = properties.select(uri);
      if (configured.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT)) {
        return configured;
      }
    }
    String proxy = variable(uri.getScheme() + "_proxy");
    return proxy == null || excluded(host.toLowerCase(Locale.ROOT)) ? DIRECT : parsed(proxy);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException error) {
    // The call itself reports the failure; there is no second proxy to turn to.
  }

  private static boolean neverProxied(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.startsWith("169.254.")
        || host.equals("[::1]") || host.startsWith("[fd00:ec2:");
  }

  private boolean excluded(String host) {
    String list = variable("no_proxy");
    return list != null && Arrays.stream(list.split(","))
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> covers(entry, host));
  }

  private static boolean covers(String entry, String host) {
    String domain = entry.startsWith("*.")
        ? entry.substring(2)
        : entry.startsWith(".") ? entry.substring(1) : entry;
    return entry.equals("*") || host.equals(domain) || host.endsWith("." + domain);
  }

  private @Nullable String variable(String lowerCase) {
    String value = environment.get(lowerCase);
    if (value == null) {
      value = environment.get(lowerCase.toUpperCase(Locale.ROOT));
    }
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static List<Proxy> parsed(String value) {
    try {
      var uri = new URI(value.contains("://") ? value : "http://" + value);
      if (uri.getHost() == null) {
        return DIRECT;
      }
      int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
      return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port)));
    } catch (URISyntaxException _) {
      return DIRECT; // its message would quote the value, and that may hold a password
    }
  }
}
