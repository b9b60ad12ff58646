package io.credentialbroker.client.cli.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the broker has set in a shell for one profile, and another profile may not set: its region, and the address of a
 * sandbox. People set these themselves as well, so that a value alone does not tell whose it is. The broker therefore
 * leaves a note beside them, in a variable of its own.
 */
public final class SetBefore {
  /** Holds {@code NAME=value} of each, with blanks between; neither a region nor an address has one. */
  static final String NOTE = "CREDENTIAL_BROKER_SET";

  private SetBefore() {}

  /** The same variables, with the note where there is something to note. */
  public static Map<String, String> noted(Map<String, String> variables) {
    String note = variables.entrySet().stream()
        .filter(one -> !Shadowing.isOne(one.getKey()) && one.getValue().matches("\\S+"))
        .map(one -> one.getKey() + '=' + one.getValue()).collect(Collectors.joining(" "));
    if (note.isEmpty()) {
      return variables;
    }
    var noted = new LinkedHashMap<>(variables);
    noted.put(NOTE, note);
    return noted;
  }

  /**
   * What is still as the broker has set it, and is not set anew.
   *
   * @param set the names that this profile sets
   * @param environment of the shell
   */
  public static List<String> left(Collection<String> set, Map<String, String> environment) {
    var left = new ArrayList<String>();
    for (String one : environment.getOrDefault(NOTE, "").split(" ", -1)) {
      int equals = one.indexOf('=');
      if (equals > 0 && isLeft(one.substring(0, equals), one.substring(equals + 1), set, environment)) {
        left.add(one.substring(0, equals));
      }
    }
    return List.copyOf(left);
  }

  /** The note is text of the environment: it can name nothing that is no name of a variable. */
  private static boolean isLeft(String name, String value, Collection<String> set,
      Map<String, String> environment) {
    return name.matches("AWS_[A-Z_]+") && !set.contains(name) && value.equals(environment.get(name));
  }

  /** Those, and the note itself where it would stay and be wrong. */
  public static List<String> toUnset(Collection<String> set, Map<String, String> environment) {
    var names = new ArrayList<>(left(set, environment));
    if (environment.containsKey(NOTE) && !set.contains(NOTE)) {
      names.add(NOTE);
    }
    return List.copyOf(names);
  }
}
