package io.credentialbroker.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code 127.0.0.1:9780} and {@code [::1]:9780}. Names are not resolved: whoever answers DNS would
 * decide where credentials are served.
 */
final class ListenAddress {
  private static final Pattern V4 = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3}):([0-9]{1,5})");
  private static final Pattern V6 = Pattern.compile("\\[([0-9a-fA-F:.]{2,45})]:([0-9]{1,5})");
  private static final int HIGHEST_PORT = 65_535;

  private ListenAddress() {}

  static InetSocketAddress loopback(String text) throws Kind.Mismatch {
    InetSocketAddress address = parse(text);
    if (!address.getAddress().isLoopbackAddress()) {
      throw new Kind.Mismatch(
          "'" + text + "' can be reached from other machines, and credentials are served to "
              + "this machine only, unless 'listen.exposed' names the address");
    }
    return address;
  }

  /** One address that is not loopback: never "all of them", which nobody who writes it has counted. */
  static InetSocketAddress exposed(String text) throws Kind.Mismatch {
    InetSocketAddress address = parse(text);
    InetAddress host = address.getAddress();
    if (host.isAnyLocalAddress() || host.isMulticastAddress()) {
      throw new Kind.Mismatch("'" + text + "' stands for more than one address; name the one that is meant");
    }
    if (host.isLoopbackAddress()) {
      throw new Kind.Mismatch("'" + text + "' belongs into 'listen.tcp'");
    }
    return address;
  }

  /** Any address of a machine, for what is not a secret. */
  static InetSocketAddress parse(String text) throws Kind.Mismatch {
    Matcher v4 = V4.matcher(text);
    Matcher v6 = V6.matcher(text);
    Matcher parts = v4.matches() ? v4 : v6;
    if (parts == v6 && !v6.matches()) {
      throw new Kind.Mismatch("'" + text + "' is no address with a port");
    }
    int port = Integer.parseInt(parts.group(2));
    if (port > HIGHEST_PORT) {
      throw new Kind.Mismatch("'" + text + "' has a port over " + HIGHEST_PORT);
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(parts.group(1)), port);
    } catch (IllegalArgumentException _) {
      throw new Kind.Mismatch("'" + text + "' is no address with a port");
    }
  }
}
