package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.StatusReport;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a failure looks to a person: one line that starts with {@code error:}, one with {@code hint:}. */
final class Failures {
  private static final int MOST_NAMES = 12;
  /** A message of the daemon's that ends with what mends it: the sentences from the first that tells to do something. */
  private static final Pattern WITH_REMEDY = Pattern
      .compile("(.+?[.:]) ((?:Run: |(?:Activate|Add|Allow|Change|Check|"
          + "Choose|Correct|Define|Delete|Fetch|Get|Give|Install|Keep|Leave|Look|Make|Mend|Move|Name|Point|Put|Remove|Rename|Run|"
          + "Set|Shorten|Sign|Spell|Start|Take|Try|Use|Wait|Write) ).+)");
  private static final String WHERE_PROFILES_ARE = " 'broker status' lists the profiles.";

  private Failures() {}

  /**
   * Prints why, and answers the exit code.
   *
   * @param profile the one that was asked for, if any
   * @param command as it is typed, without arguments
   */
  static int print(BrokerException failure, @Nullable String profile, String command, Surroundings here) {
    String message = failure.getMessage();
    String hint = failure.hint().isEmpty() ? hint(failure, profile, command, here) : failure.hint();
    Matcher parts = WITH_REMEDY.matcher(message);
    if (failure.hint().isEmpty() && parts.matches()) {
      // What follows from the case takes the place of what the daemon says to everybody.
      message = parts.group(1);
      hint = hint.isEmpty() ? parts.group(2) : hint;
    }
    // The daemon's word to those who see a message alone.
    here.err().println("error: " + (hint.isEmpty() ? message : message.replace(WHERE_PROFILES_ARE, "")));
    if (!hint.isEmpty()) {
      here.err().println("hint: " + asHint(hint));
    }
    return ExitCode.of(failure.kind());
  }

  /** A hint that is a command is the command alone. */
  static String asHint(String remedy) {
    return remedy.startsWith("Run: ") ? remedy.substring("Run: ".length()) : remedy;
  }

  /** What follows from the daemon's word for the refusal; its message has what follows from the case. */
  private static String hint(BrokerException failure, @Nullable String profile, String command,
      Surroundings here) {
    String code = failure.code() == null ? "" : failure.code();
    String name = profile == null ? "" : ' ' + Shell.posixIfNeeded(profile);
    return switch (code) {
      case "ProfileNotFound" -> profile == null ? "" : otherProfiles(profile, here);
      case "InvalidProfileName" -> profile != null && profile.isEmpty()
          ? "PROFILE is empty, as when a variable is not set"
          : "write the profile as it is called in the AWS config";
      case "BadRequest" -> "'" + command + " --help' shows what it takes";
      case "MfaCodeRefused", "MfaCodeUsed" -> "when the device shows the next code: broker mfa" + name;
      case "MfaWaits" -> "wait until then, and take the code that the device shows then: broker mfa" + name;
      default -> "";
    };
  }

  /** The profile that was probably meant, or those that there are. */
  static String otherProfiles(String profile, List<String> names) {
    return Nearest.to(profile, names).map(name -> "did you mean '" + name + "'?")
        .orElse(names.isEmpty() || names.size() > MOST_NAMES
            ? "'broker status' lists the profiles"
            : "there are: " + String.join(", ", names));
  }

  private static String otherProfiles(String profile, Surroundings here) {
    try {
      var names = new Daemon(here).control().status().profiles().stream().map(StatusReport.Profile::name)
          .toList();
      return otherProfiles(profile, names);
    } catch (BrokerException e) {
      // A hint that cannot be had must not hide the error it belongs to.
      return "";
    }
  }
}
