package io.credentialbroker.core.iam.lint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** The report as a SARIF 2.1.0 log of one run (OASIS, Static Analysis Results Interchange Format). */
final class SarifReport {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private SarifReport() {}

  static String write(String file, LintReport report) {
    ObjectNode log = JsonNodeFactory.instance.objectNode().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    // Only the rules that fired: a result points into this list by its index.
    List<Rule> rules = report.findings().stream().map(Finding::rule).distinct().sorted().toList();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name",
        "credential-broker policy lint");
    ArrayNode described = driver.putArray("rules");
    rules.forEach(rule -> describe(rule, described.addObject()));
    run.put("columnKind", "utf16CodeUnits");
    ArrayNode results = run.putArray("results");
    report.findings().forEach(finding -> result(finding, rules, uri(file), results.addObject()));
    return Printable.json(Json.pretty(log)) + "\n";
  }

  private static void describe(Rule rule, ObjectNode into) {
    into.put("id", rule.id());
    into.putObject("shortDescription").put("text", rule.summary());
    into.putObject("help").put("text", rule.remedy());
    into.putObject("defaultConfiguration").put("level", rule.severity().word());
  }

  private static void result(Finding finding, List<Rule> rules, String uri, ObjectNode into) {
    into.put("ruleId", finding.rule().id()).put("ruleIndex", rules.indexOf(finding.rule())).put("level",
        finding.severity().word());
    into.putObject("message").put("text", finding.message() + " " + finding.remedy());
    ObjectNode location = into.putArray("locations").addObject();
    ObjectNode physical = location.putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", uri);
    physical.putObject("region").put("startLine", finding.place().line()).put("startColumn",
        finding.place().column());
    if (!finding.place().pointer().isEmpty()) {
      location.putArray("logicalLocations").addObject().put("fullyQualifiedName", finding.place().pointer());
    }
  }

  /** A file name as a URI reference: relative where the name is, with what URIs cannot hold escaped. */
  private static String uri(String file) {
    if (file.equals("-")) {
      return "stdin";
    }
    // A first segment with a colon would be read as a scheme, two slashes as a host.
    String path = file.startsWith("/")
        ? file.replaceFirst("^/+", "/")
        : file.contains(":") ? "./" + file : file;
    try {
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + file + "' cannot be written as a URI", e);
    }
  }
}
