package io.credentialbroker.core.iam.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the rules have found so far. */
final class Findings {
  private static final Comparator<Finding> IN_FILE_ORDER = Comparator
      .comparingInt((Finding finding) -> finding.place().line())
      .thenComparingInt(finding -> finding.place().column()).thenComparing(Finding::rule);

  private final List<Finding> found = new ArrayList<>();

  void add(Rule rule, Place place, String message) {
    found.add(new Finding(rule, message, place));
  }

  /** As they stand in the file; the same finding once. */
  List<Finding> inOrder() {
    return found.stream().distinct().sorted(IN_FILE_ORDER).toList();
  }
}
