package io.credentialbroker.core.iam.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the linter says of one file.
 *
 * @param kind what the policy was taken for; absent when the file could not be read as a policy
 * @param findings in the order of the file; empty when there is nothing to say
 */
public record LintReport(@Nullable PolicyKind kind, List<Finding> findings) {
  public LintReport {
    findings = List.copyOf(findings);
  }

  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Whether the file is JSON at all. */
  public boolean isReadable() {
    return findings.stream().noneMatch(finding -> finding.rule().isAboutInput());
  }

  /** For a command that lints: 0 when clean or with warnings only, 1 on errors, 2 when it could not be read. */
  public int exitCode() {
    return !isReadable() ? 2 : count(Severity.ERROR) > 0 ? 1 : 0;
  }
}
