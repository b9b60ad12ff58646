package io.credentialbroker.client.cli.usage;

import io.credentialbroker.client.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** What people type who know other tools (aws-vault, granted, aws sso, ssh-agent, git), and what it is called here. */
final class OtherWords {
  /** Words, and the line that is meant: PROFILE is replaced by the word that follows, and so is what ends in "...". */
  private static final List<Entry> KNOWN = List.of(
      new Entry("sandbox", "brokerd --sandbox"),
      new Entry("start daemon serve server agent up",
          "'brokerd' runs in the foreground, 'broker service install --now' makes it a service;"
              + " 'exec' and 'env' start one when they need it"),
      new Entry("stop kill shutdown quit down restart",
          "end the process that 'broker status' names, or: systemctl --user stop credential-broker.socket"
              + " credential-broker.service; 'broker lock' only stops handing out"),
      new Entry("login sso signin sign-in",
          "'broker console PROFILE' opens the AWS console; for IAM Identity Center: aws sso login --profile PROFILE"),
      new Entry("run", "broker exec PROFILE -- CMD..."),
      new Entry("shell subshell", "broker exec PROFILE -- bash"),
      new Entry("assume use switch", "eval \"$(broker env PROFILE)\""),
      new Entry("export print vars environment source", "broker env PROFILE"),
      new Entry("unset unexport", "broker env --uninstall"),
      new Entry("ls list profile profiles session sessions show ps info", "broker status"),
      new Entry("watch top", "broker status --watch"),
      new Entry("ready wait", "broker status --ready PROFILE"),
      new Entry("logout clear remove rm delete flush purge drop", "broker forget PROFILE"),
      new Entry("rotate renew update", "broker refresh PROFILE"),
      new Entry("whoami who identity describe", "broker explain PROFILE"),
      new Entry("add init configure config setup edit",
          "profiles stand in the AWS config (~/.aws/config); 'broker reload' reads it again"),
      new Entry("log logs history", "broker audit"),
      new Entry("web browser open federate", "broker console PROFILE"),
      new Entry("switch-role", "broker console PROFILE --switch-role"),
      new Entry("check diagnose verify test health", "broker doctor PROFILE"),
      new Entry("creds credentials credential get process", "broker credential-process PROFILE"),
      new Entry("otp totp code", "broker mfa PROFILE"),
      new Entry("tokens", "broker token list"),
      new Entry("revoke", "broker token revoke NAME"),
      new Entry("allow", "broker policy allow PROFILE"),
      new Entry("trust", "broker policy trust PROFILE"),
      new Entry("lint", "broker policy lint FILE"),
      new Entry("install", "broker service install --now"),
      new Entry("uninstall", "broker service uninstall"),
      new Entry("version", "broker --version"),
      new Entry("man", "man broker"));

  /** The same below a command. */
  private static final Map<String, List<Entry>> BELOW = Map.of(
      "broker token", List.of(new Entry("add create make issue", "broker token new NAME"),
          new Entry("rm remove delete drop", "broker token revoke NAME"),
          new Entry("ls show status", "broker token list")),
      "broker policy", List.of(new Entry("check validate verify test", "broker policy lint FILE"),
          new Entry("identity caller", "broker policy allow PROFILE"),
          new Entry("role assume", "broker policy trust PROFILE")));

  /** Not within quotes, where quotes of its own would confuse. */
  private static final Pattern PLACE = Pattern.compile("(?<= )(PROFILE|NAME|FILE)(?!')\\b");

  private record Entry(String words, String meant) {
    boolean has(String word) {
      return List.of(words.split(" ", -1)).contains(word);
    }
  }

  private OtherWords() {}

  /** The line that was meant by one whose command nobody knows here. */
  static Optional<String> meant(Typed typed, CommandSpec spec) {
    int depth = spec.qualifiedName().split(" ", -1).length - 1;
    List<String> words = typed.words().stream().skip(depth).filter(word -> !word.startsWith("-")).toList();
    if (words.isEmpty()) {
      return Optional.empty();
    }
    List<String> rest = words.subList(1, words.size());
    if (words.get(0).equals("help")) {
      return Optional.of(help(spec, rest));
    }
    List<Entry> known = depth == 0 ? KNOWN : BELOW.getOrDefault(spec.qualifiedName(), List.of());
    return known.stream().filter(entry -> entry.has(words.get(0))).findFirst()
        .map(entry -> filled(entry.meant(), typed.words().subList(typed.words().indexOf(words.get(0)) + 1,
            typed.words().size())));
  }

  /** {@code help exec} as {@code exec --help}, as far down as there are such commands. */
  private static String help(CommandSpec spec, List<String> path) {
    CommandSpec at = spec;
    for (String word : path) {
      if (!at.subcommands().containsKey(word)) {
        break;
      }
      at = at.subcommands().get(word).getCommandSpec();
    }
    return at.qualifiedName() + " --help";
  }

  /** What was typed behind the word takes the places that are named. */
  private static String filled(String line, List<String> rest) {
    if (line.endsWith(" -- CMD...") && rest.size() > 1) {
      var words = new ArrayList<>(List.of("exec"));
      words.addAll(rest);
      if (!rest.contains("--")) {
        words.add(2, "--");
      }
      return new Typed(words).toString();
    }
    Optional<String> first = rest.stream().filter(word -> !word.startsWith("-")).findFirst();
    return first
        .map(word -> PLACE.matcher(line).replaceAll(Matcher.quoteReplacement(Shell.posixIfNeeded(word))))
        .orElse(line);
  }
}
