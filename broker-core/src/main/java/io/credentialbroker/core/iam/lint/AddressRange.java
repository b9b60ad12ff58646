package io.credentialbroker.core.iam.lint;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** Addresses as the operator IpAddress takes them: one of IPv4 or IPv6, or a range in CIDR form (RFC 4632). */
final class AddressRange {
  private static final Pattern FORM = Pattern
      .compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|(?=[^:]*:)[0-9A-Fa-f:.]+)(?:/([0-9]{1,3}))?");
  private static final int BITS = 8;

  private AddressRange() {}

  static boolean isOne(String text) {
    return prefix(text) >= 0;
  }

  /** Whether it is one, and not every address. */
  static boolean isNarrow(String text) {
    return prefix(text) > 0;
  }

  /** How many leading bits are given; negative for what is no range. */
  private static int prefix(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return -1;
    }
    try {
      // A literal is never looked up.
      int width = InetAddress.ofLiteral(parts.group(1)).getAddress().length * BITS;
      int prefix = parts.group(2) == null ? width : Integer.parseInt(parts.group(2));
      return prefix <= width ? prefix : -1;
    } catch (IllegalArgumentException notAnAddress) {
      return -1;
    }
  }
}
