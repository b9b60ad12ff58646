package io.credentialbroker.client.cli.daemon;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.Nearest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a failure looks to a person: one line that starts with {@code error:}, one with {@code hint:}. */
public final class Failures {
  private static final int MOST_NAMES = 12;
  private static final String LIST = "'broker status' lists the profiles";

  private Failures() {}

  /**
   * Prints why, and answers the exit code.
   *
   * @param profile the one that was asked for, if any
   * @param command as it is typed, without arguments
   */
  public static int print(BrokerException failure, @Nullable String profile, String command,
      Surroundings here) {
    return print(failure, failure.getMessage(), profile, command, here);
  }

  /** The same where the command was for several profiles: the line tells which of them it is about. */
  public static int printOfOneAmongSeveral(BrokerException failure, String profile, String command,
      Surroundings here) {
    String said = failure.getMessage();
    boolean named = said.contains('\'' + profile + '\'') || said.contains('[' + profile + ']')
        || said.contains("[profile " + profile + ']');
    return print(failure, named ? said : "profile '" + profile + "', " + said, null, command, here);
  }

  private static int print(BrokerException failure, String said, @Nullable String profile, String command,
      Surroundings here) {
    // What follows from the case takes the place of what the daemon says to everybody.
    String ofCase = ofCase(failure, profile, command, here);
    String hint = ofCase.isEmpty() ? failure.hint() : ofCase;
    here.err().println("error: " + said);
    if (!hint.isEmpty()) {
      here.err().println("hint: " + asHint(hint));
    }
    return ExitCode.of(failure.kind());
  }

  /** A hint that is a command is the command alone. */
  public static String asHint(String remedy) {
    return remedy.startsWith("Run: ") ? remedy.substring("Run: ".length()) : remedy;
  }

  /** What follows from the daemon's word for the refusal and from what was asked for; empty where nothing does. */
  private static String ofCase(BrokerException failure, @Nullable String profile, String command,
      Surroundings here) {
    String code = failure.code() == null ? "" : failure.code();
    String name = profile == null ? "" : ' ' + Shell.posixIfNeeded(profile);
    return switch (code) {
      case "ProfileNotFound" -> profile == null ? "" : otherProfiles(profile, failure.hint(), here);
      case "InvalidProfileName" -> profile != null && profile.isEmpty()
          ? "PROFILE is empty, as when a variable is not set"
          : "write the profile as it is called in the AWS config";
      case "BadRequest" -> "'" + command + " --help' shows what it takes";
      case "MfaCodeRefused", "MfaCodeUsed" -> nextCode(failure.retryAfter()) + name;
      case "MfaWaits" -> "wait until then, and take the code that the device shows then: broker mfa" + name;
      default -> "";
    };
  }

  /** After too many wrong codes the very next one is not taken. */
  private static String nextCode(@Nullable Duration wait) {
    return wait == null
        ? "when the device shows the next code: broker mfa"
        : "wait " + wait.toSeconds() + " s, and take the code that the device shows then: broker mfa";
  }

  /** The profile that was probably meant, or those that there are. */
  public static String otherProfiles(String profile, List<String> names) {
    return Nearest.to(profile, names).map(name -> "did you mean '" + name + "'?")
        .orElse(names.isEmpty() || names.size() > MOST_NAMES
            ? LIST
            : "there are: " + String.join(", ", names));
  }

  /** Nothing where no name is near and the daemon knows more than where the names are: a file to be mended. */
  private static String otherProfiles(String profile, String remedy, Surroundings here) {
    try {
      var names = new Daemon(here).control().status().profiles().stream().map(StatusReport.Profile::name)
          .toList();
      boolean daemonKnowsMore = !remedy.isEmpty() && !remedy.startsWith(LIST);
      return daemonKnowsMore && Nearest.to(profile, names).isEmpty() ? "" : otherProfiles(profile, names);
    } catch (BrokerException e) {
      // A hint that cannot be had must not hide the error it belongs to.
      return "";
    }
  }
}
