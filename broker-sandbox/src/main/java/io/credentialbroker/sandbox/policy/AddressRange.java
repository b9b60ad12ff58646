package io.credentialbroker.sandbox.policy;

import java.net.InetAddress;

/** CIDR ranges, as the {@code IpAddress} operator takes them. */
final class AddressRange {
  private AddressRange() {}

  static boolean holds(String address, String range) {
    int slash = range.indexOf('/');
    try {
      byte[] have = InetAddress.ofLiteral(address).getAddress();
      byte[] want = InetAddress.ofLiteral(slash < 0 ? range : range.substring(0, slash)).getAddress();
      int bits = slash < 0 ? want.length * 8 : Integer.parseInt(range.substring(slash + 1));
      return have.length == want.length && bits >= 0 && bits <= want.length * 8
          && samePrefix(have, want, bits);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean samePrefix(byte[] left, byte[] right, int bits) {
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((left[bit / 8] & mask) != (right[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
