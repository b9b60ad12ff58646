package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.iam.explain.Mending;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.KeyPlace;
import io.credentialbroker.core.profile.KeyPlaces;
import java.util.List;
import java.util.Set;

/**
 * What mends a cause, as JSON; a profile key with the file that takes it and the lines to write there.
 *
 * @param places where keys belong
 * @param steps the step that failed and those that come after it; none where the files tell of it no more
 */
record MendingJson(KeyPlaces places, List<Explanation.Step> steps) {
  /** Of the call: keys that need none of their own are tried where the next step calls. */
  private static final Set<String> OF_THE_CALL = Set.of("region", "endpoint_url");

  MendingJson {
    steps = List.copyOf(steps);
  }

  ObjectNode of(Mending mending) {
    var body = Answer.object();
    switch (mending) {
      case Mending.CallerPolicy allow ->
        body.put("kind", "CALLER_POLICY").put("caller", allow.caller()).set("policy", allow.policy().json());
      case Mending.TrustStatement trust ->
        body.put("kind", "TRUST_POLICY").put("role", trust.role()).set("policy", trust.policy().json());
      case Mending.ProfileKey key -> profileKey(body, key);
      case Mending.Step todo -> body.put("kind", "STEP").put("text", todo.text());
    }
    return body;
  }

  private void profileKey(ObjectNode body, Mending.ProfileKey key) {
    body.put("kind", "PROFILE_KEY").put("key", key.key()).put("value", key.value());
    if (key.meaning() != null) {
      body.put("meaning", key.meaning());
    }
    if (!steps.isEmpty()) {
      KeyPlace place = places.of(owner(key.key()), key.key());
      body.put("stands", place.line() > 0).put("origin", place.words())
          .put("block", place.block(key.value(), key.meaning()));
    }
  }

  private Explanation.Step owner(String key) {
    if (KeyPlaces.isOfCredentials(key)) {
      // The call is signed with what the steps before it gave; the keys are theirs.
      for (var step = steps.getFirst(); step != null; step = step.base()) {
        if (step.settings().stream().anyMatch(setting -> setting.name().equals(key))) {
          return step;
        }
      }
      return steps.getFirst();
    }
    return steps.stream().filter(step -> OF_THE_CALL.contains(key))
        .filter(step -> step.settings().stream().anyMatch(setting -> setting.name().equals(key))).findFirst()
        .orElseGet(steps::getFirst);
  }
}
