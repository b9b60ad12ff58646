package io.credentialbroker.packaging.chaos;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One answer of the daemon. */
record Reply(int status, String head, String body) {

  private static final Pattern EXPIRATION = Pattern.compile("\"Expiration\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern KEY = Pattern.compile("\"AccessKeyId\"\\s*:\\s*\"([^\"]+)\"");

  @Nullable
  Instant expiration() {
    Matcher found = EXPIRATION.matcher(body);
    return found.find() ? Instant.parse(found.group(1)) : null;
  }

  @Nullable
  String accessKeyId() {
    Matcher found = KEY.matcher(body);
    return found.find() ? found.group(1) : null;
  }

  boolean has(String header) {
    return head.toLowerCase(java.util.Locale.ROOT).contains("\r\n" + header.toLowerCase(java.util.Locale.ROOT)
        + ":");
  }
}
