package io.credentialbroker.core.profile;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One profile, {@code sso-session} or {@code services} section with all that its files say about it.
 *
 * @param name without its prefix
 * @param file where it stands, or stands first when two files have it
 * @param values by lower-case key
 */
record Section(String name, String file, Map<String, Found> values) {
  Section {
    values = Map.copyOf(values);
  }

  /** The value of a key; a key with nothing behind it counts as absent, as tools write such keys. */
  @Nullable
  Found get(String key) {
    Found found = values.get(key.toLowerCase(Locale.ROOT));
    return found == null || found.text().isBlank() ? null : found;
  }

  boolean has(String key) {
    return get(key) != null;
  }

  ProfileProblemException problem(@Nullable String key, String message, String remedy) {
    return new ProfileProblemException(new ProfileProblem(file, name, key, message, remedy));
  }
}
