package io.credentialbroker.client.cli.status;

import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.surroundings.Fitting;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.surroundings.TerminalSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The status as it fits a terminal. What stands below the table goes first, then profiles from the end; how many, and in
 * which states, is said in the last line.
 */
final class StatusFrame {
  private static final String SEE = ", see 'broker status'";

  private final TerminalSize size;
  private final boolean unicode;

  private StatusFrame(TerminalSize size, Surroundings here) {
    this.size = size;
    this.unicode = here.unicode();
  }

  /** Lines without their ends, at most as many as the terminal has rows, none longer than it is wide. */
  static List<String> of(StatusReport report, Surroundings here, TerminalSize size) {
    return new StatusFrame(size, here).lines(StatusTable.parts(report, here, size.columns()), report);
  }

  /** A message alone. */
  static List<String> of(String message, Surroundings here, TerminalSize size) {
    var lines = new StatusFrame(size, here).wrapped(message);
    return lines.subList(0, Math.min(lines.size(), size.rows()));
  }

  private List<String> lines(StatusTable.Parts parts, StatusReport report) {
    var head = wrapped(parts.head());
    var profiles = parts.profiles().stream().map(this::block).toList();
    var foot = wrapped(parts.foot());
    int table = 1 + profiles.stream().mapToInt(List::size).sum();
    if (head.size() + table + foot.size() <= size.rows()) {
      return together(head, parts.titles(), profiles, foot);
    }
    List<String> unseen = report.problems().isEmpty()
        ? List.of()
        : List.of(cut(notShown(report)));
    if (head.size() + table + unseen.size() <= size.rows()) {
      return together(head, parts.titles(), profiles, unseen);
    }
    // Of little room most is for profiles: two rows of them and the last line come before a short head.
    List<String> brief = parts.brief().lines().map(this::cut).toList();
    List<String> kept = brief.size() + 4 <= size.rows() ? brief : List.of();
    int room = size.rows() - kept.size() - 2;
    // Those for which somebody has to do something come first.
    List<Integer> order = IntStream.range(0, profiles.size()).boxed()
        .sorted(Comparator.comparingInt(at -> urgency(report.profiles().get(at)))).toList();
    int shown = 0;
    for (int used = 0; shown < order.size(); shown++) {
      used += profiles.get(order.get(shown)).size();
      if (used > room) {
        break;
      }
    }
    var some = new ArrayList<List<String>>();
    order.subList(0, shown).forEach(at -> some.add(profiles.get(at)));
    if (shown == 0 && room > 0) {
      List<String> first = profiles.get(order.get(0));
      some.add(first.subList(0, Math.min(room, first.size())));
    }
    var hidden = order.subList(some.size(), order.size()).stream().map(report.profiles()::get).toList();
    var lines = together(kept, parts.titles(), some, List.of(cut(rest(hidden, order.size(), report))));
    return lines.subList(Math.max(0, lines.size() - size.rows()), lines.size());
  }

  private List<String> together(List<String> head, String titles, List<List<String>> profiles,
      List<String> foot) {
    var lines = new ArrayList<>(head);
    lines.add(cut(titles.stripTrailing()));
    profiles.forEach(lines::addAll);
    lines.addAll(foot);
    return lines;
  }

  private static int urgency(StatusReport.Profile profile) {
    return switch (profile.state()) {
      case "MFA_NEEDED", "SIGN_IN_NEEDED" -> 0;
      case "BROKEN", "FAILED" -> 1;
      default -> 2;
    };
  }

  private static String notShown(StatusReport report) {
    return "not shown: " + mistakes(report) + SEE;
  }

  private static String mistakes(StatusReport report) {
    int count = report.problems().size();
    return count == 1 ? "a mistake in a file" : count + " mistakes in files";
  }

  private String rest(List<StatusReport.Profile> hidden, int all, StatusReport report) {
    Map<String, Long> states = hidden.stream()
        .collect(Collectors.groupingBy(StatusReport.Profile::state, TreeMap::new, Collectors.counting()));
    String each = states.entrySet().stream()
        .map(one -> one.getValue() + " " + one.getKey().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
    if (hidden.isEmpty()) {
      return report.problems().isEmpty() ? "not all of this fits the terminal" : notShown(report);
    }
    String count = hidden.size() + " of " + all + " profiles";
    String alone = count + (hidden.size() == 1 ? " is" : " are") + " not shown: " + each;
    if (report.problems().isEmpty()) {
      return alone;
    }
    // Where not all of it fits, the states are left out: there is another place to see them.
    String whole = alone + "; and " + mistakes(report) + SEE;
    return Fitting.columns(whole) <= size.columns()
        ? whole
        : count + " and " + mistakes(report) + " are not shown" + SEE;
  }

  /** The row is one of a table, what stands below it are sentences. */
  private List<String> block(String text) {
    List<String> lines = text.lines().toList();
    var block = new ArrayList<>(List.of(cut(lines.get(0))));
    lines.stream().skip(1).forEach(line -> block.addAll(Fitting.wrapped(line, size.columns())));
    return block;
  }

  private List<String> wrapped(String text) {
    return text.lines().flatMap(line -> Fitting.wrapped(line, size.columns()).stream()).toList();
  }

  private String cut(String line) {
    return Fitting.cut(line, size.columns(), Fitting.mark(unicode));
  }
}
