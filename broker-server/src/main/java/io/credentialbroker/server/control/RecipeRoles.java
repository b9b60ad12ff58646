package io.credentialbroker.server.control;

import io.credentialbroker.core.profile.Recipe;

/** Whose roles a recipe goes through. */
final class RecipeRoles {
  private RecipeRoles() {}

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
    return step instanceof Recipe.AssumeRole assume && signer(assume).isOfRole();
  }
}
