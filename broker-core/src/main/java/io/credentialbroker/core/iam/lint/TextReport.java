package io.credentialbroker.core.iam.lint;

/** The report for people. */
final class TextReport {
  private TextReport() {}

  static String write(String file, LintReport report) {
    String name = file.equals("-") ? "stdin" : Printable.line(file);
    var text = new StringBuilder();
    for (Finding finding : report.findings()) {
      Place place = finding.place();
      text.append(name).append(':').append(place.line()).append(':').append(place.column()).append(": ")
          .append(finding.severity().word()).append(": ").append(Printable.line(finding.message()))
          .append(" [")
          .append(finding.rule().id()).append("]\n");
      if (!place.pointer().isEmpty()) {
        text.append("    at ").append(Printable.line(place.pointer())).append('\n');
      }
      text.append("    hint: ").append(finding.remedy()).append('\n');
    }
    return text.append(name).append(": ").append(summary(report)).append('\n').toString();
  }

  private static String summary(LintReport report) {
    String kind = report.kind() == null ? "" : " (" + report.kind().words() + ")";
    if (report.findings().isEmpty()) {
      return "no findings" + kind;
    }
    return counted(report.count(Severity.ERROR), "error") + ", "
        + counted(report.count(Severity.WARNING), "warning")
        + kind;
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
