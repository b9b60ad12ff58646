package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.iam.explain.Mending;
import io.credentialbroker.core.profile.Explanation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What mends a cause, as JSON, with the place of a profile key where one is known.
 *
 * @param step the step that failed, with the places of its settings; absent where the files tell of none
 */
record MendingJson(Explanation.@Nullable Step step) {

  ObjectNode of(Mending mending) {
    var body = Answer.object();
    switch (mending) {
      case Mending.CallerPolicy allow ->
        body.put("kind", "CALLER_POLICY").put("caller", allow.caller()).set("policy", allow.policy().json());
      case Mending.TrustStatement trust ->
        body.put("kind", "TRUST_POLICY").put("role", trust.role()).set("policy", trust.policy().json());
      case Mending.ProfileKey key -> {
        body.put("kind", "PROFILE_KEY").put("key", key.key()).put("value", key.value());
        origin(key.key()).ifPresent(origin -> body.put("origin", origin));
      }
      case Mending.Step todo -> body.put("kind", "STEP").put("text", todo.text());
    }
    return body;
  }

  /** Where the key stands; for one that is missing, where the step's first written setting stands. */
  private Optional<String> origin(String key) {
    if (step == null) {
      return Optional.empty();
    }
    return step.settings().stream().filter(setting -> setting.name().equals(key))
        .map(Explanation.Setting::origin).filter(origin -> !origin.equals("default")).findFirst()
        .or(() -> step.settings().stream().map(Explanation.Setting::origin)
            .filter(origin -> origin.matches(".*:\\d+")).findFirst());
  }
}
