package io.credentialbroker.sandbox.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.sandbox.SandboxClock;
import io.credentialbroker.sandbox.fault.Calls;
import io.credentialbroker.sandbox.fault.Faults;
import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.http.Request;
import io.credentialbroker.sandbox.http.Twin;
import io.credentialbroker.sandbox.world.MfaDevice;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * The control path. It has no token, being on loopback and guarding nothing real; a browser's request is
 * refused all the same, so that no web page plays with somebody's test.
 */
public final class ControlTwin implements Twin {
  private static final String PREFIX = "/_sandbox/";
  private static final JsonMapper JSON = new JsonMapper();

  private final Faults faults;
  private final Calls calls;
  private final SandboxWorld world;
  private final SandboxClock clock;
  private final LongConsumer refuseForMillis;

  public ControlTwin(Faults faults, Calls calls, SandboxWorld world, SandboxClock clock,
      LongConsumer refuseForMillis) {
    this.faults = faults;
    this.calls = calls;
    this.world = world;
    this.clock = clock;
    this.refuseForMillis = refuseForMillis;
  }

  @Override
  public boolean serves(Request request) {
    return request.path().startsWith(PREFIX);
  }

  /** Outside of every service: a fault for all services must not shut the door through which it is ended. */
  @Override
  public String action(Request request) {
    return Calls.UNCOUNTED;
  }

  @Override
  public Answer answer(Request request) {
    if (request.headers().has("Origin") || request.headers().has("Referer")) {
      throw new AwsError(403, "BrowserRefused", "the control path of the sandbox is not for browsers");
    }
    return switch (request.method() + " " + request.path().substring(PREFIX.length())) {
      case "GET faults" -> json(JsonNodeFactory.instance.objectNode().put("seed", faults.seed()).set("rules",
          FaultJson.write(faults.rules())));
      case "POST faults" -> addFault(body(request));
      case "DELETE faults" -> {
        faults.clear();
        yield done();
      }
      case "GET calls" -> json(CallJson.write(calls));
      case "DELETE calls" -> {
        calls.clear();
        yield done();
      }
      case "GET clock" -> clockNow();
      case "POST clock" -> setClock(body(request));
      case "GET mfa" -> code(request);
      default -> throw new AwsError(404, "NotFound",
          "the control path has GET, POST and DELETE faults, GET and DELETE calls, GET and POST clock, GET mfa");
    };
  }

  @Override
  public Answer error(AwsError error) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("code", error.code()).put("message",
        error.text());
    return Answer.json(error.status(), node.toString());
  }

  private Answer addFault(JsonNode body) {
    if (body.path("kind").asText().equals("refuse")) {
      refuseForMillis.accept(body.path("millis").asLong(1000));
      return done();
    }
    faults.add(body.path("action").asText("*"), FaultJson.read(body), body.path("share").asDouble(1),
        body.path("times").asLong(Long.MAX_VALUE));
    return done();
  }

  private Answer setClock(JsonNode body) {
    if (!body.path("offsetSeconds").isIntegralNumber()) {
      throw new AwsError(400, "MissingOffset", "the clock is set with {\"offsetSeconds\": N}");
    }
    clock.setOffset(Duration.ofSeconds(body.path("offsetSeconds").asLong()));
    return clockNow();
  }

  private Answer clockNow() {
    return json(
        JsonNodeFactory.instance.objectNode().put("now", clock.instant().toString()).put("offsetSeconds",
            clock.offset().toSeconds()));
  }

  private Answer code(Request request) {
    String serial = request.queryParameters().getOrDefault("serial", "");
    MfaDevice device = world.device(serial)
        .orElseThrow(
            () -> new AwsError(404, "NoSuchDevice", "no user of the sandbox has the MFA device " + serial));
    return json(JsonNodeFactory.instance.objectNode().put("code", device.code(clock.instant())));
  }

  private static JsonNode body(Request request) {
    try {
      JsonNode node = JSON.readTree(request.body());
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new AwsError(400, "MalformedInput", "the body is not JSON");
    } catch (java.io.IOException e) {
      throw new AwsError(400, "MalformedInput", "the body cannot be read");
    }
    throw new AwsError(400, "MalformedInput", "the body is not a JSON object");
  }

  private static Answer done() {
    return Answer.json(200, "{}");
  }

  private static Answer json(JsonNode node) {
    return Answer.json(200, node.toString());
  }
}
