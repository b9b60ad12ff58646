package io.credentialbroker.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.text.Nearest;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One table of the file: its keys are read strictly, and every mistake is told, not only the first. */
final class Table {
  private final String section;
  private final String path;
  private final JsonNode node;
  private final Kind.Places places;
  private final Where where;
  private final Consumer<ProfileProblem> problems;

  /**
   * @param section the name of the table, {@code client} for each of {@code [[client]]}
   * @param path the table in the file, e.g. {@code client[1]}
   * @param node the table's content
   */
  Table(String section, String path, JsonNode node, Kind.Places places, Where where,
      Consumer<ProfileProblem> problems) {
    this.section = section;
    this.path = path;
    this.node = node;
    this.places = places;
    this.where = where;
    this.problems = problems;
    refuseUnknown(Set.copyOf(ConfigKeys.namesIn(section)));
  }

  /** The key's value, or its default when it is absent or wrong. */
  <T extends @Nullable Object> T get(Key<T> key) {
    JsonNode value = node.get(key.name());
    if (value == null) {
      return key.fallback();
    }
    try {
      return key.kind().read(value, places);
    } catch (Kind.Mismatch e) {
      problem(key.name(), "'" + dotted(key.name()) + "' cannot be used: " + e.getMessage() + ".",
          "It takes " + key.kind().words() + ".");
      return key.fallback();
    }
  }

  /** As {@link #get}, for a key that has no default. */
  <T> @Nullable T required(Key<@Nullable T> key) {
    if (!node.has(key.name())) {
      problem(key.name(), "'" + dotted(key.name()) + "' is missing.",
          "Add '" + key.name() + "'; it takes " + key.kind().words() + ".");
    }
    return get(key);
  }

  /** A problem of the table as a whole. */
  void problem(String message, String remedy) {
    problems.accept(new ProfileProblem(where.of(List.of(path)), null, path, message, remedy));
  }

  void problem(String name, String message, String remedy) {
    problems.accept(
        new ProfileProblem(where.of(List.of(path + '.' + name, path)), null, path + '.' + name, message,
            remedy));
  }

  private void refuseUnknown(Set<String> known) {
    node.fieldNames().forEachRemaining(name -> {
      if (!known.contains(name)) {
        problem(name, "There is no key '" + dotted(name) + "'.", remedy(name));
      }
    });
  }

  private String remedy(String name) {
    if (isNamed() && RoleKeys.LONG_TERM.contains(name)) {
      return "Keys stay in the shared credentials file; name their profile as source_profile.";
    }
    var known = ConfigKeys.namesIn(section);
    if (isNamed() && node.path(name).isObject()) {
      String begin = path.substring(0, path.indexOf('.') + 1);
      return "A name with a dot stands in quotes: [" + begin + '"' + path.substring(begin.length()) + '.'
          + name
          + "\"].";
    }
    return Nearest.to(name, known).map(near -> "Did you mean '" + near + "'?")
        .orElse("Known here: " + String.join(", ", known) + ".");
  }

  /** The key as a person writes it: with the name of the profile or role where the table has one. */
  private String dotted(String name) {
    return (isNamed() ? path : section) + '.' + name;
  }

  private boolean isNamed() {
    return section.endsWith(".NAME");
  }

  /** Names the file and, where it is known, the line. */
  @FunctionalInterface
  interface Where {
    String of(List<String> paths);
  }
}
