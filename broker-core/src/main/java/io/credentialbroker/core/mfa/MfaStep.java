package io.credentialbroker.core.mfa;

import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.session.SessionKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of a recipe that a one-time code goes with.
 *
 * @param key the session that the step makes
 */
public record MfaStep(MfaDevice device, SessionKey key) {

  /** The steps of a recipe that need a code, the first call first; mostly none or one. */
  public static List<MfaStep> of(Recipe recipe) {
    var steps = new ArrayList<MfaStep>();
    for (Recipe step = recipe; step != null; step = step.base()) {
      MfaDevice device = step.mfa();
      if (device != null) {
        steps.addFirst(new MfaStep(device, SessionKey.of(step)));
      }
    }
    return List.copyOf(steps);
  }
}
