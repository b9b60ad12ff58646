package io.credentialbroker.client.cli.session;

import io.credentialbroker.client.AuditRecord;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One record of the audit as a line for people. */
final class AuditLine {
  private AuditLine() {}

  static String of(AuditRecord one) {
    var line = new StringBuilder();
    line.append(one.time().truncatedTo(ChronoUnit.SECONDS)).append("  ")
        .append(String.format("%-11s", one.outcome()));
    word(line, one.client());
    word(line, one.profile());
    word(line, one.reason());
    if (one.accessKeyIdEnd() != null) {
      line.append("  key …").append(sane(one.accessKeyIdEnd())).append(", ").append(one.remaining() / 60)
          .append(" min left").append(one.from() == null ? "" : ", from " + sane(one.from()));
    }
    word(line, one.form() == null ? null : "for the " + one.form());
    if (one.times() > 1 || one.outcome().equals("lost")) {
      line.append("  ").append(one.times()).append(" times");
    }
    line.append("  ");
    line.append(one.uid() < 0 ? "" : "uid " + one.uid() + ' ');
    line.append(one.pid() == 0 ? "" : "pid " + one.pid() + ' ');
    line.append(one.executable() == null ? "" : sane(one.executable()) + ' ');
    line.append(one.listener() == null ? "" : "at " + sane(one.listener()));
    return line.toString().stripTrailing();
  }

  private static void word(StringBuilder line, @Nullable String text) {
    if (text != null) {
      line.append("  ").append(sane(text));
    }
  }

  /** A program's path and a profile's name may hold what a terminal would obey. */
  private static String sane(String text) {
    return text.chars().anyMatch(Character::isISOControl) ? text.replaceAll("\\p{Cntrl}", "?") : text;
  }
}
