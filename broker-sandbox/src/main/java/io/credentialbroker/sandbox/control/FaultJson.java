package io.credentialbroker.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credentialbroker.sandbox.fault.Fault;
import io.credentialbroker.sandbox.fault.FaultRule;
import io.credentialbroker.sandbox.http.AwsError;
import java.time.Duration;
import java.util.List;

/** Faults as JSON objects. */
final class FaultJson {
  private static final long DEFAULT_OVERSIZE = 16L << 20;

  private FaultJson() {}

  /** Reads {@code {"kind": …}}; what kinds there are is in the message of the refusal. */
  static Fault read(JsonNode node) {
    return switch (node.path("kind").asText()) {
      case "latency" -> new Fault.Latency(Duration.ofMillis(node.path("millis").asLong(1000)));
      case "throttling" -> Fault.throttling();
      case "unavailable" -> Fault.unavailable();
      case "internal-failure" -> Fault.internalFailure();
      case "error" -> new Fault.ErrorAnswer(node.path("status").asInt(500),
          node.path("code").asText("InternalFailure"), node.path("message").asText("a fault on demand"),
          node.has("retryAfterSeconds") ? Duration.ofSeconds(node.path("retryAfterSeconds").asLong()) : null);
      case "reset" -> new Fault.Reset();
      case "truncated" -> new Fault.Truncated();
      case "oversized" -> new Fault.Oversized(node.path("bytes").asLong(DEFAULT_OVERSIZE));
      case "nonsense" -> new Fault.Nonsense();
      case "black-hole" -> new Fault.BlackHole();
      case "skewed-date" -> new Fault.SkewedDate(Duration.ofSeconds(node.path("seconds").asLong(600)));
      default -> throw new AwsError(400, "UnknownFault", "kind is one of latency, throttling, unavailable,"
          + " internal-failure, error, reset, truncated, oversized, nonsense, black-hole, skewed-date, refuse");
    };
  }

  static ArrayNode write(List<FaultRule> rules) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (FaultRule rule : rules) {
      list.addObject().put("action", rule.action()).put("fault", rule.fault().toString())
          .put("share", rule.share()).put("struck", rule.struck());
    }
    return list;
  }
}
