package io.credentialbroker.core.iam.lint;

/** How a report is written. */
public enum ReportFormat {
  /** For people: {@code FILE:LINE:COLUMN: error: …}, which editors can follow. */
  TEXT {
    @Override
    public String write(String file, LintReport report) {
      return TextReport.write(file, report);
    }
  },
  /** For scripts. */
  JSON {
    @Override
    public String write(String file, LintReport report) {
      return JsonReport.write(file, report);
    }
  },
  /** SARIF 2.1.0, for code hosts and editors. */
  SARIF {
    @Override
    public String write(String file, LintReport report) {
      return SarifReport.write(file, report);
    }
  };

  /**
   * The report as text that ends with a line feed.
   *
   * @param file what the file is called; {@code -} for standard input
   */
  public abstract String write(String file, LintReport report);
}
