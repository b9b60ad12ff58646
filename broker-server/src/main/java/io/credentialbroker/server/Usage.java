package io.credentialbroker.server;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How {@code brokerd} is called: what its arguments are read by, and what its help and its manual page tell. */
final class Usage {
  static final String SUMMARY = "Holds AWS role sessions and serves them to local programs.";
  static final List<String> SYNOPSIS = List.of(
      "brokerd [--config FILE] [--sandbox [--sandbox-port N]] [--log-json] [--verbose]",
      "brokerd [--config FILE] --check", "brokerd --version | --help");

  static final List<Option> OPTIONS = List.of(
      new Option("--config", "FILE", "read FILE instead of ~/.config/credential-broker/broker.toml"),
      new Option("--check", null, "tell what is wrong with the config and the profiles, and exit"),
      new Option("--sandbox", null, "serve demo profiles of an offline AWS; nothing it gives is real"),
      new Option("--sandbox-port", "N", "the sandbox listens on this port instead of any free one"),
      new Option("--log-json", null, "log one JSON object a line"),
      new Option("--verbose", null, "log what happens between changes of state too"),
      new Option("--version", null, "print the release"),
      new Option("--help", null, "print the help"));

  /** Each code and its meaning, in their order. */
  static final Map<Integer, String> EXIT_CODES = new TreeMap<>(Map.of(
      0, "stopped as asked, or nothing wrong",
      Fault.FAILED, "could not start, or --check found something",
      Fault.USAGE, "wrong usage",
      Fault.RUNNING, "another brokerd is running here"));

  private Usage() {}

  /**
   * Something that may be given.
   *
   * @param typed its name, e.g. {@code --sandbox-port}
   * @param value the name of its value; null for a flag
   * @param meaning what it does
   */
  record Option(String typed, @Nullable String value, String meaning) {
    private String withValue() {
      return value == null ? typed : typed + ' ' + value;
    }
  }

  /** What may be given without a value. */
  static List<String> flags() {
    return typed(false);
  }

  /** What needs a value. */
  static List<String> valued() {
    return typed(true);
  }

  private static List<String> typed(boolean valued) {
    return OPTIONS.stream().filter(option -> (option.value != null) == valued).map(Option::typed).toList();
  }

  /** The text of {@code --help}. */
  static String help() {
    var text = new StringBuilder("Usage: ").append(String.join("\n       ", SYNOPSIS)).append("\n\n")
        .append(SUMMARY).append("\n\n");
    for (Option option : OPTIONS) {
      text.append("  %-18s %s%n".formatted(option.withValue(), option.meaning));
    }
    text.append("\nExit codes:\n");
    EXIT_CODES.forEach((code, meaning) -> text.append("  ").append(code).append("  ").append(meaning)
        .append('\n'));
    return text.append("\nEverything else is in brokerd(8) and in the documents of the package.\n")
        .toString();
  }
}
