package io.credentialbroker.server.control;

import io.credentialbroker.core.profile.Recipe;
import org.jspecify.annotations.Nullable;

/** Whose roles a recipe goes through. */
final class RecipeRoles {
  private RecipeRoles() {}

  /** The role that a step assumes; null for one that assumes none, or whose role only the assertion tells. */
  static @Nullable String roleOf(Recipe step) {
    return switch (step) {
      case Recipe.AssumeRole assume -> assume.roleArn();
      case Recipe.WebIdentity web -> web.roleArn();
      case Recipe.Saml saml -> saml.roleArn();
      case Recipe.StaticKeys _,Recipe.Environment _,Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.Process _,Recipe.Sso _,Recipe.Login _,Recipe.SessionToken _,Recipe.FederationToken _ ->
        null;
    };
  }

  /** Whose identity signs the call: a session token has that of the keys it was made with. */
  static Recipe signer(Recipe.AssumeRole step) {
    Recipe signer = step.base();
    while (signer instanceof Recipe.SessionToken token) {
      signer = token.base();
    }
    return signer;
  }

  /** Whether a session of the step is assumed with the session of another role, as far as the files tell. */
  static boolean isChained(Recipe step) {
    return step instanceof Recipe.AssumeRole assume && switch (signer(assume)) {
      case Recipe.AssumeRole _,Recipe.WebIdentity _,Recipe.Saml _,Recipe.Sso _,Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _ ->
        true;
      case Recipe.StaticKeys _,Recipe.Environment _,Recipe.Process _,Recipe.Login _,Recipe.SessionToken _,Recipe.FederationToken _ ->
        false;
    };
  }
}
