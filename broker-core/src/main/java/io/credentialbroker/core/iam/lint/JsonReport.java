package io.credentialbroker.core.iam.lint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.json.Json;

/** The report for scripts: one object on indented lines; absent values are absent keys. */
final class JsonReport {
  private JsonReport() {}

  static String write(String file, LintReport report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("file", file);
    if (report.kind() != null) {
      root.put("kind", report.kind().words());
    }
    root.put("errors", report.count(Severity.ERROR)).put("warnings", report.count(Severity.WARNING));
    ArrayNode findings = root.putArray("findings");
    report.findings().forEach(finding -> findings.addObject().put("rule", finding.rule().id())
        .put("severity", finding.severity().word()).put("message", finding.message())
        .put("remedy", finding.remedy()).put("pointer", finding.place().pointer())
        .put("line", finding.place().line()).put("column", finding.place().column()));
    return Printable.json(Json.pretty(root)) + "\n";
  }
}
