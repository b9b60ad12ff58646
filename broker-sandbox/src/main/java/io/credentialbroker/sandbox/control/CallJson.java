package io.credentialbroker.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.sandbox.fault.Call;
import io.credentialbroker.sandbox.fault.Calls;
import org.jspecify.annotations.Nullable;

/** The record of calls as JSON: counts of all, and the latest hundred one by one. */
final class CallJson {
  private static final int SHOWN = 100;

  private CallJson() {}

  static ObjectNode write(Calls calls) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode counts = root.putObject("counts");
    calls.counts().forEach(counts::put);
    root.put("peakInFlight", calls.peakInFlight());
    ArrayNode latest = root.putArray("latest");
    var log = calls.log();
    log.subList(Math.max(0, log.size() - SHOWN), log.size()).forEach(call -> latest.add(write(call)));
    return root;
  }

  private static ObjectNode write(Call call) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("at", call.at().toString())
        .put("action", call.action()).put("status", call.status());
    put(node, "error", call.error());
    put(node, "caller", call.caller());
    put(node, "subject", call.subject());
    put(node, "fault", call.fault());
    return node;
  }

  private static void put(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
