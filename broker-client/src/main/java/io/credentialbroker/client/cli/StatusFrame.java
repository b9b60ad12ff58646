package io.credentialbroker.client.cli;

import io.credentialbroker.client.StatusReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The status as it fits a terminal. What stands below the table goes first, then profiles from the end; how many, and in
 * which states, is said in the last line.
 */
final class StatusFrame {
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
    if (head.size() + table <= size.rows()) {
      return together(head, parts.titles(), profiles, List.of());
    }
    // Of little room most is for profiles: two rows of them and the last line come before the head.
    List<String> kept = head.size() + 4 <= size.rows() ? head : List.of();
    int room = size.rows() - kept.size() - 2;
    int shown = 0;
    for (int used = 0; shown < profiles.size(); shown++) {
      used += profiles.get(shown).size();
      if (used > room) {
        break;
      }
    }
    var some = new ArrayList<>(profiles.subList(0, shown));
    if (shown == 0 && room > 0) {
      some.add(profiles.get(0).subList(0, Math.min(room, profiles.get(0).size())));
    }
    var lines = together(kept, parts.titles(), some, List.of(cut(rest(report, some.size()))));
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

  private static String rest(StatusReport report, int shown) {
    List<StatusReport.Profile> hidden = report.profiles().subList(shown, report.profiles().size());
    Map<String, Long> states = hidden.stream()
        .collect(Collectors.groupingBy(StatusReport.Profile::state, TreeMap::new, Collectors.counting()));
    String each = states.entrySet().stream()
        .map(one -> one.getValue() + " " + one.getKey().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
    return hidden.isEmpty()
        ? "not all of this fits the terminal"
        : hidden.size() + " of " + report.profiles().size() + " profiles are not shown: " + each;
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
