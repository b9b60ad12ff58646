package io.credentialbroker.server;

import io.credentialbroker.core.text.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody asked for by starting {@code brokerd} with these arguments. */
sealed interface CommandLine {

  /** Start the daemon, or with {@code check} only tell what is wrong. */
  record Run(@Nullable Path config, boolean check, boolean sandbox, int sandboxPort, boolean logJson,
      boolean verbose) implements CommandLine {}

  /** Print the help. */
  record Help() implements CommandLine {}

  /** Print the version. */
  record Version() implements CommandLine {}

  /** Not understood. {@code corrected} is the command that was probably meant. */
  record Wrong(String message, String corrected) implements CommandLine {}

  static CommandLine parse(List<String> arguments) {
    return new Parser(arguments).parse();
  }

  /** One reading of the arguments, which keeps what a corrected command would look like. */
  final class Parser {
    private static final List<String> FLAGS = Usage.flags();
    private static final List<String> VALUED = Usage.valued();

    private final List<String> arguments;
    private final List<String> corrected = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private @Nullable Path config;
    private int sandboxPort;
    private boolean portGiven;
    private int next;

    Parser(List<String> arguments) {
      this.arguments = arguments;
    }

    CommandLine parse() {
      while (next < arguments.size()) {
        String[] option = split(arguments.get(next++));
        String name = option[0].equals("-h") ? "--help" : option[0];
        if (VALUED.contains(name)) {
          take(name, option.length > 1 ? option[1] : value());
        } else if (FLAGS.contains(name)) {
          corrected.add(name);
          if (option.length > 1) {
            mistakes.add("'" + name + "' takes no value.");
          }
        } else {
          refuse(name);
        }
      }
      return result();
    }

    /** The argument that follows, unless it is an option itself. */
    private @Nullable String value() {
      return next < arguments.size() && !arguments.get(next).startsWith("--") ? arguments.get(next++) : null;
    }

    private static String[] split(String argument) {
      return argument.startsWith("--") ? argument.split("=", 2) : new String[]{ argument};
    }

    private void take(String name, @Nullable String value) {
      if (value == null || value.isEmpty()) {
        mistakes.add("'" + name + "' needs a value.");
        corrected.add(name + (name.equals("--config") ? " FILE" : " N"));
        return;
      }
      corrected.add(name + ' ' + value);
      if (name.equals("--config")) {
        try {
          config = Path.of(value);
        } catch (InvalidPathException _) {
          mistakes.add("'" + name + "' takes the path of a file.");
        }
      } else if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65_535) {
        sandboxPort = Integer.parseInt(value);
        portGiven = true;
      } else {
        corrected.set(corrected.size() - 1, name + " N");
        mistakes.add("'" + name + "' takes a port from 0 to 65535, not '" + value + "'.");
      }
    }

    private void refuse(String name) {
      mistakes.add(name.startsWith("-")
          ? "There is no option '" + name + "'."
          : "'" + name + "' is no option, and brokerd takes nothing else.");
      if (Nearest.to(name, FLAGS).isPresent()) {
        corrected.add(Nearest.to(name, FLAGS).get());
      } else if (Nearest.to(name, VALUED).isPresent()) {
        take(Nearest.to(name, VALUED).get(), value());
      }
    }

    private CommandLine result() {
      if (mistakes.isEmpty() && portGiven && !corrected.contains("--sandbox")) {
        mistakes.add("'--sandbox-port' has no meaning without '--sandbox'.");
        corrected.addFirst("--sandbox");
      }
      if (!mistakes.isEmpty()) {
        return new Wrong(String.join(" ", mistakes), ("brokerd " + String.join(" ", corrected)).strip());
      }
      if (corrected.contains("--help")) {
        return new Help();
      }
      return corrected.contains("--version")
          ? new Version()
          : new Run(config, corrected.contains("--check"), corrected.contains("--sandbox"), sandboxPort,
              corrected.contains("--log-json"), corrected.contains("--verbose"));
    }
  }
}
