package io.credentialbroker.core.mfa;

import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.session.SessionKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
      MfaDevice device = deviceOf(step);
      if (device != null) {
        steps.addFirst(new MfaStep(device, SessionKey.of(step)));
      }
    }
    return List.copyOf(steps);
  }

  private static @Nullable MfaDevice deviceOf(Recipe step) {
    return switch (step) {
      case Recipe.SessionToken token -> token.mfa();
      case Recipe.AssumeRole role -> role.options().mfa();
      case Recipe.StaticKeys _,Recipe.Environment _,Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.Process _,Recipe.WebIdentity _,Recipe.Saml _,Recipe.Sso _,Recipe.Login _,Recipe.FederationToken _ ->
        null;
    };
  }
}
