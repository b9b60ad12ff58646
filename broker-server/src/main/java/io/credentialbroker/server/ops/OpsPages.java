package io.credentialbroker.server.ops;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.json.Json;
import io.credentialbroker.server.metrics.Metrics;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The door: {@code /livez}, {@code /readyz} and {@code /metrics}, wherever they are asked for. Thread-safe. */
public final class OpsPages {
  private static final Set<String> PATHS = Set.of("/livez", "/readyz", "/metrics");
  private static final String PROFILE = "profile=";

  private final Liveness liveness;
  private final Readiness readiness;
  private final Supplier<String> metrics;

  public OpsPages(Liveness liveness, Readiness readiness, Supplier<String> metrics) {
    this.liveness = liveness;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  /** Whether a request is one for these pages. */
  public static boolean has(String method, String target) {
    int mark = target.indexOf('?');
    return method.equals("GET") && PATHS.contains(mark < 0 ? target : target.substring(0, mark));
  }

  /**
   * A page. May block for a moment; not for an event loop.
   *
   * @param target path and query as they were sent
   */
  public Page page(String target) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    return switch (path) {
      case "/livez" -> query.isEmpty() ? liveness.page() : noQuery(path);
      case "/metrics" -> query.isEmpty() ? new Page(200, Metrics.TYPE, metrics.get()) : noQuery(path);
      case "/readyz" -> ready(query);
      default -> error(404, "NotFound", "Here are /livez, /readyz and /metrics.");
    };
  }

  private Page ready(String query) {
    var profiles = new ArrayList<String>();
    for (String part : query.isEmpty() ? List.<String>of() : List.of(query.split("&", -1))) {
      if (!part.startsWith(PROFILE)) {
        return error(400, "BadRequest",
            "/readyz takes 'profile=NAME', any number of times, and nothing else.");
      }
      try {
        profiles.add(URLDecoder.decode(part.substring(PROFILE.length()), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        return error(400, "BadRequest", "The name of the profile is not percent-encoded.");
      }
    }
    return readiness.page(profiles);
  }

  private static Page noQuery(String path) {
    return error(400, "BadRequest", path + " takes no query.");
  }

  /** An error in the shape that all of the broker's errors have. */
  private static Page error(int status, String code, String message) {
    return json(status, JsonNodeFactory.instance.objectNode().put("code", code).put("message", message)
        .put("Code", code).put("Message", message));
  }

  static Page json(int status, ObjectNode body) {
    return new Page(status, Page.JSON, Json.write(body));
  }
}
