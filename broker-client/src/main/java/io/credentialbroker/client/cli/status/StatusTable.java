package io.credentialbroker.client.cli.status;

import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.StatusReport.LastFailure;
import io.credentialbroker.client.StatusReport.Problem;
import io.credentialbroker.client.StatusReport.Profile;
import io.credentialbroker.client.StatusReport.RecentCaller;
import io.credentialbroker.client.cli.daemon.Failures;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.Fitting;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status as a person reads it: a line about the daemon, a row for each profile, what is wrong below it. */
public final class StatusTable {
  private static final List<String> TITLES = List.of("PROFILE", "STATE", "ACCOUNT", "ROLE", "TIME LEFT",
      "NEXT");
  private static final Duration MFA_SOON = Duration.ofMinutes(30);
  private static final int BAR = 10;
  private static final int MOST_CALLERS = 4;
  private static final int NAME = 0;
  private static final int ACCOUNT = 2;
  private static final int ROLE = 3;
  private static final int LEFT = 4;
  private static final int LEAST_ROLE = 12;
  private static final int LEAST_NAME = 12;
  private static final String RESET = "\u001b[0m";

  private final StatusReport report;
  private final boolean coloured;
  private final boolean unicode;
  private final int columns;
  private final int leastName;

  private StatusTable(StatusReport report, Surroundings here, int columns, int leastName) {
    this.report = report;
    this.columns = columns;
    this.leastName = leastName;
    this.coloured = here.coloured();
    this.unicode = here.unicode();
  }

  /**
   * The whole text; names of profiles are never shortened in it, because people copy them from there.
   *
   * @param sentences how wide what stands below the rows may be
   */
  static String of(StatusReport report, Surroundings here, int columns, int sentences) {
    Parts parts = new StatusTable(report, here, columns, Integer.MAX_VALUE).render();
    var text = new StringBuilder(parts.head()).append(parts.titles());
    for (String profile : parts.profiles()) {
      int row = profile.indexOf('\n') + 1;
      text.append(profile, 0, row).append(hanging(profile.substring(row), sentences));
    }
    return text.append(hanging(parts.foot(), sentences)).toString();
  }

  private static String hanging(String text, int width) {
    return text.lines().map(
        line -> Fitting.hanging(line, width, line.length() - line.stripLeading().length()) + '\n')
        .collect(Collectors.joining());
  }

  /** With a table of at most so many columns, where that can be had. */
  static Parts parts(StatusReport report, Surroundings here, int columns) {
    return new StatusTable(report, here, columns, LEAST_NAME).render();
  }

  /**
   * The text in pieces that can be left out; each ends its last line.
   *
   * @param brief the least of the head: which daemon it is, and whether it is locked
   * @param titles those of the columns, or that there is no profile
   * @param profiles in the order of the report: the row and what is said below it
   */
  record Parts(String brief, String head, String titles, List<String> profiles, String foot) {}

  private Parts render() {
    String daemon = daemon();
    String locked = report.lockedSince() == null
        ? ""
        : colour("Locked since " + report.lockedSince() + ": nothing is handed out.", "31") + '\n';
    var text = new StringBuilder(daemon).append(cache());
    if (report.sandbox()) {
      text.append(colour("AWS is only played here (sandbox): these are not real credentials.", "33"))
          .append('\n');
    }
    if (!locked.isEmpty()) {
      text.append(locked).append(hint("open it again: broker unlock", ""));
    }
    String head = text.append('\n').toString();
    String brief = daemon + locked;
    return report.profiles().isEmpty()
        ? new Parts(brief, head, "No profiles: there is none in the AWS config that the daemon reads.\n",
            List.of(),
            foot())
        : table(brief, head);
  }

  private String foot() {
    var text = new StringBuilder();
    if (!report.withoutCredentials().isEmpty()) {
      text.append("\nWithout credential settings: ").append(String.join(", ", report.withoutCredentials()))
          .append('\n');
    }
    for (Problem problem : report.problems()) {
      text.append('\n').append(about(problem, ""));
    }
    return text.toString();
  }

  private String daemon() {
    String listening = report.listeners().stream().map(StatusReport.Listener::address)
        .collect(Collectors.joining(", "));
    return "brokerd " + report.version() + ", process " + report.pid() + ", up "
        + words(Duration.between(report.started(), report.now()))
        + (listening.isEmpty() ? "" : ", listening on " + listening) + '\n';
  }

  /** The cache's own counts have what the broker asks itself in a chain of roles; people know of their programs. */
  private String cache() {
    if (report.cache() == null) {
      return "";
    }
    long held = report.cache().held();
    long between = held - served();
    long asked = report.profiles().stream().flatMap(profile -> profile.callers().stream())
        .mapToLong(one -> one.granted() + one.others()).sum();
    return "sessions: " + held + " held"
        + (between > 0 ? " (" + between + " of them only to make others)" : "")
        + (asked == 0
            ? ", nobody has asked in the last hour\n"
            : ", asked for " + times(asked) + " in the last hour\n");
  }

  /** How many sessions profiles are served from; several may have one. */
  private long served() {
    return report.profiles().stream().filter(profile -> profile.expiration() != null)
        .map(profile -> Stream.concat(Stream.of(profile.name()), profile.sharesWith().stream()).sorted()
            .toList())
        .distinct().count();
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  private Parts table(String brief, String head) {
    List<List<String>> rows = rows(true);
    int[] widths = widths(rows);
    fit(widths);
    if (tooMuch(widths) > 0) {
      rows = rows(false);
      widths[LEFT] = widths(rows)[LEFT];
      widths[NAME] = Math.max(Math.min(widths[NAME], leastName), widths[NAME] - Math.max(0, tooMuch(widths)));
    }
    var profiles = new ArrayList<String>();
    for (int i = 0; i < report.profiles().size(); i++) {
      Profile profile = report.profiles().get(i);
      profiles.add(line(rows.get(i + 1), widths, profile.state()) + '\n' + details(profile));
    }
    return new Parts(brief, head, line(TITLES, widths, "") + '\n', profiles, foot());
  }

  private List<List<String>> rows(boolean bars) {
    return Stream.concat(Stream.of(TITLES), report.profiles().stream().map(profile -> row(profile, bars)))
        .toList();
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[TITLES.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
      }
    }
    return widths;
  }

  /**
   * Roles are shortened first, then accounts left out, then roles, then bars, and names shortened last: how long and
   * what next is looked at most.
   */
  private void fit(int[] widths) {
    int least = Math.min(widths[ROLE], LEAST_ROLE);
    if (tooMuch(widths) > widths[ROLE] - least) {
      widths[ACCOUNT] = 0;
    }
    if (tooMuch(widths) > widths[ROLE] - least) {
      widths[ROLE] = 0;
    } else {
      widths[ROLE] -= Math.max(0, tooMuch(widths));
    }
  }

  private int tooMuch(int[] widths) {
    return Arrays.stream(widths).filter(width -> width > 0).map(width -> width + 2).sum() - 2 - columns;
  }

  private String line(List<String> row, int[] widths, String state) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] == 0) {
        continue;
      }
      String cell = Fitting.shortened(row.get(i), widths[i], unicode);
      String pad = " ".repeat(widths[i] - cell.codePointCount(0, cell.length()) + 2);
      line.append(i == 1 ? colour(cell, colourOf(state)) : cell).append(pad);
    }
    return line.toString().stripTrailing();
  }

  private List<String> row(Profile profile, boolean bars) {
    String arn = profile.arn();
    String account = profile.accountId();
    return List.of(profile.name(), profile.state().toLowerCase(Locale.ROOT).replace('_', ' '),
        account == null ? "-" : account,
        arn == null
            ? or(profile.recipe())
            : arn.substring(arn.lastIndexOf(":") + 1).replace("assumed-role/", ""),
        timeLeft(profile, bars), next(profile.nextAttempt()));
  }

  private String timeLeft(Profile profile, boolean bars) {
    Instant end = profile.expiration();
    Instant begin = profile.obtained();
    if (end == null || !end.isAfter(report.now())) {
      return end == null ? "-" : "expired";
    }
    Duration left = Duration.between(report.now(), end);
    return begin == null || !bars ? words(left) : bar(left, Duration.between(begin, end)) + ' ' + words(left);
  }

  private String bar(Duration left, Duration whole) {
    double share = whole.isZero() ? 0 : (double) left.toMillis() / whole.toMillis();
    int full = (int) Math.max(0, Math.min(BAR, Math.round(share * BAR)));
    return (unicode ? "\u2588" : "#").repeat(full) + (unicode ? "\u2591" : ".").repeat(BAR - full);
  }

  private String next(@Nullable Instant at) {
    if (at == null) {
      return "-";
    }
    return at.isAfter(report.now()) ? "in " + words(Duration.between(report.now(), at)) : "now";
  }

  private String details(Profile profile) {
    return failure(profile) + mfa(profile) + callers(profile)
        + profile.notes().stream().map(note -> "  note: " + note + '\n').collect(Collectors.joining());
  }

  private static String callers(Profile profile) {
    List<RecentCaller> all = profile.callers();
    if (all.isEmpty()) {
      return "";
    }
    String some = all.stream().limit(MOST_CALLERS).map(StatusTable::caller).collect(Collectors.joining(", "));
    int more = all.size() - MOST_CALLERS;
    return "  asked for in the last hour: " + some + (more > 0 ? " and " + more + " more" : "") + '\n';
  }

  /** The user's own processes are the rule; of others the uid tells more than the name of their token. */
  private static String caller(RecentCaller one) {
    String who = one.uid() == null || one.client().equals("user")
        ? one.client()
        : one.client() + " (uid " + one.uid() + ')';
    long times = one.granted() + one.others();
    return who + ' ' + times + (times == 1 ? " time" : " times")
        + (one.others() == 0
            ? ""
            : one.granted() == 0 ? ", always in vain" : ", " + one.others() + " in vain");
  }

  /** Said all the time, with the command once it is near: the daemon warns half an hour before, too. */
  private String mfa(Profile profile) {
    Instant due = profile.mfaDue();
    if (due == null || !due.isAfter(report.now())) {
      return "";
    }
    Duration left = Duration.between(report.now(), due);
    return "  next one-time code in " + words(left) + '\n'
        + (left.compareTo(MFA_SOON) > 0
            ? ""
            : hint("give it now: broker mfa " + Shell.posixIfNeeded(profile.name()), "  "));
  }

  private String failure(Profile profile) {
    LastFailure failure = profile.lastFailure();
    Problem problem = profile.problem();
    String mistake = problem == null ? "" : about(problem, "  ");
    if (problem != null && !profile.state().equals("BROKEN")) {
      mistake += "  note: it is served as it was last read\n";
    }
    if (failure == null) {
      return mistake;
    }
    String step = failure.step() == null ? "" : failure.step() + ": ";
    String times = profile.failures() > 1 ? " (" + profile.failures() + " times in a row)" : "";
    return mistake + "  " + step + failure.message() + times + '\n' + hint(failure.remedy(), "  ");
  }

  private static String about(Problem problem, String indent) {
    String where = problem.where();
    return indent + (where.isEmpty() ? "" : where + ": ") + problem.message() + '\n'
        + hint(problem.remedy(), indent);
  }

  private static String hint(@Nullable String remedy, String indent) {
    return remedy == null ? "" : indent + "hint: " + Failures.asHint(remedy) + '\n';
  }

  private String colour(String text, String code) {
    return coloured && !code.isEmpty() ? "\u001b[" + code + 'm' + text + RESET : text;
  }

  private static String colourOf(String state) {
    return switch (state) {
      case "FRESH" -> "32";
      case "STALE", "FETCHING" -> "33";
      case "FAILED", "BROKEN" -> "31";
      case "MFA_NEEDED", "SIGN_IN_NEEDED" -> "35";
      case "IDLE" -> "2";
      default -> "";
    };
  }

  /** Two units at most: who wants seconds of an hour reads the JSON. */
  public static String words(Duration duration) {
    if (duration.toMinutes() < 1) {
      return Math.max(0, duration.toSeconds()) + " s";
    }
    if (duration.toHours() < 1) {
      return duration.toMinutes() + " min";
    }
    return duration.toDays() < 1
        ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
        : duration.toDays() + " d " + duration.toHoursPart() + " h";
  }

  private static String or(@Nullable String text) {
    return text == null ? "-" : text;
  }
}
