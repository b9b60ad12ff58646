package io.credentialbroker.server.metrics;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names as values of a label, so many and no more: a label that grows with what people write into files makes
 * every scrape, and the memory of whoever keeps it, grow for ever.
 */
final class Names {
  /** Stands for all names beyond the limit. */
  static final String OTHER = "other";

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  Names(int most) {
    this.most = most;
  }

  /** The name itself while there is room for it, else {@link #OTHER}. */
  String label(String name) {
    if (known.contains(name)) {
      return name;
    }
    synchronized (known) {
      if (known.size() >= most) {
        return OTHER;
      }
      known.add(name);
    }
    return name;
  }

  /** A constant as a label. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** An upstream without the user and password that a URL can hold; what calls nobody is {@code local}. */
  static String ofUpstream(String upstream) {
    if (upstream.isEmpty()) {
      return "local";
    }
    int scheme = upstream.indexOf("://");
    int user = upstream.lastIndexOf('@');
    return scheme >= 0 && user > scheme
        ? upstream.substring(0, scheme + 3) + upstream.substring(user + 1)
        : upstream;
  }
}
