package io.credentialbroker.server.pipeline;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The name by which the client called us must be a literal address that the listener owns. A web page that has
 * its own name resolve to loopback (DNS rebinding) still sends that name here, and is refused before anything
 * else is looked at.
 */
final class HostGate extends Gate {
  private static final int LONGEST = 255;

  private final @Nullable Set<String> allowed;

  private HostGate(@Nullable Set<String> allowed) {
    this.allowed = allowed;
  }

  /**
   * For a TCP listener: its literal with the port, or without it, as the CRT-based SDKs send it. Compared byte
   * by byte: no other spelling of the same address is worth the risk of a parser.
   */
  static HostGate ofListener(InetSocketAddress bound) {
    // Clients write an address as RFC 5952 says; the JDK writes an IPv6 one in full.
    String literal = NetUtil.toAddressString(bound.getAddress());
    if (bound.getAddress() instanceof Inet6Address) {
      literal = '[' + literal + ']';
    }
    return new HostGate(Set.of(literal, literal + ':' + bound.getPort()));
  }

  /** For a unix socket, which no web page can reach: any host that is written as one. */
  static HostGate ofUnixSocket() {
    return new HostGate(null);
  }

  @Override
  @Nullable
  Refusal refusalOf(HttpRequest request) {
    Iterator<String> hosts = request.headers().valueStringIterator(HttpHeaderNames.HOST);
    if (!hosts.hasNext()) {
      return Refusal.HOST_MISSING;
    }
    String host = hosts.next();
    if (hosts.hasNext()) {
      return Refusal.HOST_MISSING;
    }
    return (allowed == null ? isSane(host) : allowed.contains(host)) ? null : Refusal.HOST_FOREIGN;
  }

  private static boolean isSane(String host) {
    if (host.isEmpty() || host.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean sane = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.'
          || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
      if (!sane) {
        return false;
      }
    }
    return true;
  }
}
