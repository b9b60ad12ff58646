package io.credentialbroker.client.cli.completion;

import io.credentialbroker.client.cli.session.ConsoleCommand;
import io.credentialbroker.client.cli.usage.Completable;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/** What a shell offers for an option's value or an argument, as its type and its label in the help say. */
enum Offer {
  NOTHING, WORDS, PROFILES, ROLES, FILES, COMMAND;

  static Offer of(ArgSpec argument) {
    if (!words(argument).isEmpty()) {
      return WORDS;
    }
    if (argument.type() == Path.class) {
      return FILES;
    }
    return switch (argument.paramLabel()) {
      // A glob begins as a name does.
      case "PROFILE", "GLOB" -> PROFILES;
      case "ROLE" -> ROLES;
      case "-- CMD..." -> COMMAND;
      default -> NOTHING;
    };
  }

  /** A closed list, or the better known of an open one. */
  static List<String> words(ArgSpec argument) {
    return argument.paramLabel().equals("SERVICE|URL")
        ? ConsoleCommand.SERVICES
        : Completable.words(argument);
  }
}
