package io.credentialbroker.core.iam.lint;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A policy lives in one partition, and IAM refuses ARNs of any other. */
final class PartitionRules {
  private static final String PREFIX = "arn:";

  private PartitionRules() {}

  static void check(List<Statement> statements, Findings findings) {
    String first = null;
    for (Json.Text arn : statements.stream().flatMap(PartitionRules::arns).toList()) {
      String partition = partition(arn.value());
      if (first == null) {
        first = partition;
      } else if (partition != null && !partition.equals(first)) {
        findings.add(Rule.SEVERAL_PARTITIONS, arn.place(),
            "'" + arn.value() + "' is of partition '" + partition + "', and the policy begins in '" + first
                + "'.");
      }
    }
  }

  private static Stream<Json.Text> arns(Statement statement) {
    return Stream.concat(statement.principals().stream().map(Statement.Principal::value),
        statement.resources().stream());
  }

  /** What stands between the first two colons, unless it is a pattern or a variable. */
  private static @Nullable String partition(String text) {
    int end = text.indexOf(':', PREFIX.length());
    if (!text.startsWith(PREFIX) || end < 0) {
      return null;
    }
    String partition = text.substring(PREFIX.length(), end);
    return partition.matches("[a-z-]+") ? partition : null;
  }
}
