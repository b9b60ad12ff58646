package io.credentialbroker.sandbox.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition context of one request: keys such as {@code aws:MultiFactorAuthPresent}, without regard to
 * case, each with one value or several. An absent key is not the same as an empty one.
 */
public final class Facts {
  private final Map<String, List<String>> values = new HashMap<>();

  /** Sets a key, unless there is no value for it. */
  public Facts put(String key, @Nullable Object value) {
    if (value != null) {
      values.put(key.toLowerCase(Locale.ROOT), List.of(value.toString()));
    }
    return this;
  }

  /** Sets a key of several values, unless there are none. */
  public Facts putAll(String key, Collection<String> several) {
    if (!several.isEmpty()) {
      values.put(key.toLowerCase(Locale.ROOT), List.copyOf(several));
    }
    return this;
  }

  /** Sets one key for each tag: {@code aws:RequestTag/} and its like, followed by the tag's own key. */
  public Facts putTags(String prefix, Map<String, String> tags) {
    tags.forEach((key, value) -> put(prefix + key, value));
    return this;
  }

  /** The values of a key; null where the request has none. */
  @Nullable
  List<String> get(String key) {
    return values.get(key.toLowerCase(Locale.ROOT));
  }
}
