package io.credentialbroker.core.iam.lint;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
  /** IAM refuses it, or AWS's documents say that it must not be. */
  ERROR,
  /** It is taken, and probably not what was meant, or lets in more than was meant. */
  WARNING;

  /** As reports write it, and as SARIF names its levels. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
