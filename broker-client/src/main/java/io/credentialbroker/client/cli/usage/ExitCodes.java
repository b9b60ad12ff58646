package io.credentialbroker.client.cli.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Which exit codes each command can give, and what they mean: the table from which every help and manual page lists them.
 * A command's own {@code exitCodeList} says in its own words what a code means there; docs/cli.md has the whole.
 */
public final class ExitCodes {
  private static final Map<String, String> MEANINGS = meanings();

  /** Every command can be typed wrongly, and can find that nobody reads what it prints. */
  private static final List<String> ALWAYS = List.of("0", "1", "2", "141");
  private static final List<String> ASKS_THE_DAEMON = List.of("3", "4", "6");
  private static final List<String> NEEDS_A_SESSION = List.of("3", "4", "5", "6");

  /** What each can give beside those that all can; a command with parts can give what they can. */
  private static final Map<String, List<String>> GIVEN = Map.ofEntries(
      Map.entry("broker exec", List.of("3", "4", "6", "126", "127", "other")),
      Map.entry("broker env", ASKS_THE_DAEMON), Map.entry("broker credential-process", NEEDS_A_SESSION),
      Map.entry("broker status", NEEDS_A_SESSION), Map.entry("broker explain", ASKS_THE_DAEMON),
      Map.entry("broker doctor", ASKS_THE_DAEMON), Map.entry("broker refresh", NEEDS_A_SESSION),
      Map.entry("broker mfa", NEEDS_A_SESSION), Map.entry("broker forget", ASKS_THE_DAEMON),
      Map.entry("broker lock", ASKS_THE_DAEMON), Map.entry("broker unlock", ASKS_THE_DAEMON),
      Map.entry("broker token new", ASKS_THE_DAEMON), Map.entry("broker token list", ASKS_THE_DAEMON),
      Map.entry("broker token revoke", ASKS_THE_DAEMON), Map.entry("broker reload", ASKS_THE_DAEMON),
      Map.entry("broker audit", ASKS_THE_DAEMON), Map.entry("broker service", List.of()),
      Map.entry("broker policy allow", ASKS_THE_DAEMON), Map.entry("broker policy trust", ASKS_THE_DAEMON),
      Map.entry("broker policy lint", List.of()), Map.entry("broker console", NEEDS_A_SESSION),
      Map.entry("broker completion", List.of()));

  private ExitCodes() {}

  /** Has the help of a command, and of all below it, list what it can give. */
  public static void describe(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    line.getSubcommands().values().forEach(ExitCodes::describe);
    Map<String, String> own = spec.usageMessage().exitCodeList();
    Set<String> given = given(line);
    var list = new LinkedHashMap<String, String>();
    MEANINGS.forEach((code, meaning) -> {
      if (given.contains(code)) {
        list.put(code, own.getOrDefault(code, meaning.replaceFirst("^" + spec.name() + ": ", "")));
      }
    });
    spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(list);
  }

  /** The codes of a command, as they are written down. */
  public static Set<String> given(CommandLine line) {
    var codes = new TreeSet<>(ALWAYS);
    codes.addAll(GIVEN.getOrDefault(line.getCommandSpec().qualifiedName(), List.of()));
    line.getSubcommands().values().forEach(part -> codes.addAll(given(part)));
    return codes;
  }

  /** All codes, in the order of help and docs. */
  public static List<String> all() {
    return new ArrayList<>(MEANINGS.keySet());
  }

  private static Map<String, String> meanings() {
    var meanings = new LinkedHashMap<String, String>();
    meanings.put("0", "done");
    meanings.put("1", "failed, for a reason on this side");
    meanings.put("2", "wrong usage");
    meanings.put("3", "no daemon is running, and none could be started");
    meanings.put("4", "refused: no such profile or token, a profile that cannot be served, AWS says no");
    meanings.put("5", "a person has to give a code or sign in");
    meanings.put("6", "not available now, trying again later may help");
    meanings.put("126", "exec: the command cannot be run");
    meanings.put("127", "exec: the command was not found");
    meanings.put("141", "nobody reads the output any more");
    meanings.put("other", "exec: the command's own; 128 + n when signal n ended it");
    return meanings;
  }
}
