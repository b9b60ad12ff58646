package io.credentialbroker.core.profile;

import io.credentialbroker.core.credentials.Sentence;
import io.credentialbroker.core.credentials.Told;
import org.jspecify.annotations.Nullable;

/**
 * Why a profile, or a whole file, cannot be used: where, what, and what to do.
 *
 * @param file the file concerned, where one is
 * @param profile the profile concerned, where one is
 * @param key the key concerned, e.g. {@code duration_seconds}, where one is
 * @param message what is wrong, one sentence, without any secret
 * @param remedy what to do, one sentence
 */
public record ProfileProblem(@Nullable String file, @Nullable String profile, @Nullable String key,
    String message, String remedy) {
  public ProfileProblem {
    message = Sentence.ended(message);
  }

  /** All of it in one line: {@code FILE, profile P, key K: message remedy}. */
  public String inOneLine() {
    return told().text();
  }

  /** Where and what, {@code FILE, profile P, key K: message}, and what to do. */
  public Told told() {
    var where = new StringBuilder();
    append(where, file == null ? null : file);
    append(where, profile == null ? null : "profile " + profile);
    append(where, key == null ? null : "key " + key);
    if (!where.isEmpty()) {
      where.append(": ");
    }
    return new Told(where.append(message).toString(), remedy);
  }

  private static void append(StringBuilder where, @Nullable String part) {
    if (part != null) {
      where.append(where.isEmpty() ? "" : ", ").append(part);
    }
  }
}
