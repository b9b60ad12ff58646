package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.iam.explain.Mending;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.KeyPlace;
import io.credentialbroker.core.profile.KeyPlaces;
import org.jspecify.annotations.Nullable;

/**
 * What mends a cause, as JSON; a profile key with the file that takes it and the lines to write there.
 *
 * @param places where keys belong
 * @param step the step that failed; absent where the files tell of none any more
 */
record MendingJson(KeyPlaces places, Explanation.@Nullable Step step) {

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
    if (step != null) {
      KeyPlace place = places.of(step, key.key());
      body.put("stands", place.line() > 0).put("origin", place.words())
          .put("block", place.block(key.value(), key.meaning()));
    }
  }
}
