package io.credentialbroker.client.cli.shell;

import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The shell that reads what {@code env} prints, where {@code --shell} does not say it: the one that started this command,
 * or else the person's login shell. A login shell alone would not do: a bash script of somebody whose login shell is
 * fish is read by bash. Variables such as BASH_VERSION tell nothing, because shells do not export them.
 */
public final class CallingShell {
  /** Shells whose variables are set in a way of their own, for which there is no form. */
  private static final Set<String> FOREIGN = Set.of("tcsh", "csh", "nu", "elvish", "xonsh", "rc", "es", "ion",
      "oil",
      "murex", "cmd");
  private static final Map<String, Shell> KNOWN = Map.ofEntries(Map.entry("sh", Shell.SH),
      Map.entry("dash", Shell.SH), Map.entry("ash", Shell.SH), Map.entry("busybox", Shell.SH),
      Map.entry("ksh", Shell.SH), Map.entry("ksh93", Shell.SH), Map.entry("mksh", Shell.SH),
      Map.entry("yash", Shell.SH), Map.entry("bash", Shell.BASH), Map.entry("rbash", Shell.BASH),
      Map.entry("zsh", Shell.ZSH), Map.entry("fish", Shell.FISH), Map.entry("pwsh", Shell.PWSH),
      Map.entry("powershell", Shell.PWSH));

  private CallingShell() {}

  /** The name of the shell; empty where neither is one that is known, as in a service. */
  public static Optional<String> name(Surroundings here) {
    return started(here).or(() -> known(here.variable("SHELL")));
  }

  /** The form that this shell reads; empty for one that has none here. */
  public static Optional<Shell> form(String name) {
    return Optional.ofNullable(KNOWN.get(name));
  }

  /** Whether it is a shell, and none of those that can be written for. */
  public static boolean isForeign(String name) {
    return FOREIGN.contains(name.toLowerCase(Locale.ROOT));
  }

  /** What works with every shell: one that is started with the credentials. */
  public static String instead(String profile, String shell) {
    return "broker exec " + (profile.equals("PROFILE") ? profile : Shell.posixIfNeeded(profile)) + " -- "
        + shell.toLowerCase(Locale.ROOT);
  }

  /** The launcher becomes this process, so that whoever started it is this process's parent. */
  private static Optional<String> started(Surroundings here) {
    return here.installation() == null
        ? Optional.empty()
        : ProcessHandle.current().parent().flatMap(parent -> parent.info().command())
            .flatMap(CallingShell::known);
  }

  private static Optional<String> known(String program) {
    String name = program.substring(program.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return KNOWN.containsKey(name) || FOREIGN.contains(name) ? Optional.of(name) : Optional.empty();
  }
}
