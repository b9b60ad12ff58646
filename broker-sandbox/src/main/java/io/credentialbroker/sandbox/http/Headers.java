package io.credentialbroker.sandbox.http;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The header fields of a request: names without regard to case, values in the order of their arrival. */
public final class Headers {
  private final TreeMap<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public Headers add(String name, String value) {
    fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    return this;
  }

  /** The first value of a field. */
  public @Nullable String first(String name) {
    List<String> values = fields.get(name);
    return values == null ? null : values.getFirst();
  }

  /** All values of a field; none for an absent one. */
  public List<String> all(String name) {
    return List.copyOf(fields.getOrDefault(name, List.of()));
  }

  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Names only: a value may be a secret. */
  @Override
  public String toString() {
    return fields.keySet().toString();
  }
}
