package io.credentialbroker.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code 127.0.0.1:9780} and {@code [::1]:9780}. Names are not resolved: whoever answers DNS would
 * decide where credentials are served.
 */
final class LoopbackAddress {
  private static final Pattern V4 = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3}):([0-9]{1,5})");
  private static final Pattern V6 = Pattern.compile("\\[([0-9a-fA-F:.]{2,45})]:([0-9]{1,5})");
  private static final int HIGHEST_PORT = 65_535;

  private LoopbackAddress() {}

  static InetSocketAddress parse(String text) throws Kind.Mismatch {
    var parsed = parseAny(text);
    if (!parsed.getAddress().isLoopbackAddress()) {
      throw new Kind.Mismatch(
          "'" + text + "' can be reached from other machines, and credentials are served to "
              + "this machine only");
    }
    return parsed;
  }

  /** Any address of a machine, for what is not a secret. */
  static InetSocketAddress parseAny(String text) throws Kind.Mismatch {
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
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(parts.group(1));
    } catch (IllegalArgumentException _) {
      throw new Kind.Mismatch("'" + text + "' is no address with a port");
    }
    return new InetSocketAddress(address, port);
  }
}
