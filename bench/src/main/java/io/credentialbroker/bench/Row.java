package io.credentialbroker.bench;

import java.util.List;
import java.util.Set;

/** One or more lines of the report, and how they are measured. */
interface Row {
  String id();

  /** Whether it belongs to the short run that guards against regressions. */
  boolean quick();

  Set<Tool> needs();

  List<Result> measure(Stage stage, Effort effort) throws Exception;
}
