package io.credentialbroker.server.pipeline;

import java.util.LinkedHashSet;
import java.util.List;

/** Spellings of hosts that are not, byte for byte, a listener's own, however near they come. */
final class HostForms {
  private static final List<String> NAMES = List.of("localhost", "LOCALHOST", "localhost.",
      "localhost.localdomain",
      "ip6-localhost", "evil.example", "127.0.0.1.nip.io", "127.0.0.1.evil.example", "rebind.evil.example",
      "7f000001.1time.127.0.0.1.forever.rebind.network", "loopback", "broker", "metadata", "example.com.",
      "xn--127-0-0-1.example", "127-0-0-1.local", "a127.0.0.1", "127.0.0.1a");
  private static final List<String> ADDRESSES = List.of("0.0.0.0", "0", "127.1", "127.0.1", "127.0.0.2",
      "127.1.1.1",
      "127.255.255.255", "126.0.0.1", "128.0.0.1", "10.0.0.1", "192.168.0.1", "169.254.170.2",
      "169.254.170.23",
      "169.254.169.254", "255.255.255.255", "2130706433", "0x7f000001", "0x7F.0.0.1", "0x7f.0x0.0x0.0x1",
      "0177.0.0.1",
      "017700000001", "127.0.0.01", "127.0.0.001", "127.000.000.001", "0127.0.0.1", "127.0.0.1.",
      "127.0.0.1..",
      ".127.0.0.1", "127..0.0.1", "127.0.0.1.0", "127.0.0", "127.0.0.256", "127.0.0.-1", "127.0.0.1%lo",
      "127.0.0.1%2e",
      "127.0.0.%31", "%31%32%37.0.0.1", "127。0。0。1", "１２７.0.0.1", "①27.0.0.1", "127.0.0.1\u00a0");
  private static final List<String> V6 = List.of("::1", "[::]", "[::2]", "[0:0:0:0:0:0:0:1]", "[::0:1]",
      "[0::1]", "[::01]",
      "[::0001]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::ffff:127.0.0.1]", "[::FFFF:127.0.0.1]",
      "[::ffff:7f00:1]", "[::127.0.0.1]", "[::1%lo]", "[::1%25lo]", "[::1", "::1]", "[[::1]]", "[::1].",
      "[::1]a",
      "[fe80::1]", "[fd00:ec2::23]", "[fd00:ec2::254]", "[127.0.0.1]", "[v1.::1]", "[]", "[::1]]", "[ ::1]",
      "[::1 ]");
  private static final List<String> PORTS = List.of("127.0.0.1:", "127.0.0.1:0", "127.0.0.1:80",
      "127.0.0.1:443",
      "127.0.0.1:9781", "127.0.0.1:978", "127.0.0.1:97800", "127.0.0.1:09780", "127.0.0.1:+9780",
      "127.0.0.1:-9780",
      "127.0.0.1: 9780", "127.0.0.1 :9780", "127.0.0.1:9780:9780", "127.0.0.1:9780/", "127.0.0.1:9780.",
      "127.0.0.1::9780",
      "127.0.0.1:0x2634", "127.0.0.1:75316", "127.0.0.1:9780a", "127.0.0.1:９７８０", "[::1]:", "[::1]:0",
      "[::1]:80",
      "[::1]:09780", "[::1]9780", "[::1]::9780", "[::1]:9780:", "::1:9780", ":9780", ":", "9780");
  private static final List<String> AROUND = List.of("", " ", "\t", ",", "127.0.0.1,127.0.0.1",
      "127.0.0.1, evil.example",
      "evil.example, 127.0.0.1", "127.0.0.1;evil.example", "127.0.0.1 evil.example", "user@127.0.0.1",
      "user:pass@127.0.0.1:9780", "@127.0.0.1", "127.0.0.1@evil.example", "evil.example@127.0.0.1",
      "http://127.0.0.1", "http://127.0.0.1:9780", "//127.0.0.1", "127.0.0.1/", "127.0.0.1/v1", "127.0.0.1?",
      "127.0.0.1#",
      "127.0.0.1#@evil.example", "127.0.0.1\\evil.example", "\\127.0.0.1", "\"127.0.0.1\"", "'127.0.0.1'",
      "<127.0.0.1>",
      "(127.0.0.1)", "127.0.0.1\u0085", "\u200b127.0.0.1", "127.0.0.1\u200b", "\ufeff127.0.0.1", "null",
      "undefined", "*",
      "*.example", "-", "_", "$", "${host}", "127.0.0.1 ", " 127.0.0.1", "\t127.0.0.1", "127.0.0.1\t");

  private HostForms() {}

  static List<String> foreign() {
    var all = new LinkedHashSet<String>();
    all.addAll(NAMES);
    all.addAll(ADDRESSES);
    all.addAll(V6);
    all.addAll(PORTS);
    all.addAll(AROUND);
    for (String host : NAMES) {
      all.add(host + ":9780");
    }
    for (String host : ADDRESSES) {
      all.add(host + ":9780");
    }
    for (String host : V6) {
      all.add(host + ":9780");
    }
    return List.copyOf(all);
  }
}
