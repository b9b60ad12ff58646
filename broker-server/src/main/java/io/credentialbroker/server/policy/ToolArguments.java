package io.credentialbroker.server.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was given, by name: {@code name=value} words, of which some may come several times. */
final class ToolArguments {
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private ToolArguments() {}

  static ToolArguments of(List<String> words) throws Unusable {
    var arguments = new ToolArguments();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new Unusable("'" + word + "' is not of the form name=value", "use 'broker policy'");
      }
      arguments.values.computeIfAbsent(word.substring(0, equals), _ -> new ArrayList<>())
          .add(word.substring(equals + 1));
    }
    return arguments;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<String> one(String name) {
    return all(name).stream().findFirst();
  }

  String one(String name, String absent) {
    return one(name).orElse(absent);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The value, or a refusal that says what it is for. */
  String required(String name, String what) throws Unusable {
    String value = one(name).orElse("");
    if (value.isEmpty()) {
      throw new Unusable("--" + name + " is missing: " + what,
          "'broker policy trust --help' shows an example");
    }
    return value;
  }

  /** Which of these were given. */
  List<String> given(Set<String> names) {
    return values.keySet().stream().filter(names::contains).toList();
  }

  /** Refuses what does not go with {@code with}. */
  void allowOnly(Set<String> names, String with) throws Unusable {
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new Unusable("--" + name + " does not go with --" + with,
            "leave it out; 'broker policy trust --help' shows what belongs together");
      }
    }
  }
}
