package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.iam.RoleArn;
import io.credentialbroker.core.iam.console.SwitchRoleLink;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.Recipe;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The link with which somebody who is signed in switches to the profile's role, or why there can be none. */
final class SwitchRoleEndpoint implements Endpoint {
  static final Set<String> KEYS = Set.of("displayName", "color");

  private final Broker broker;

  SwitchRoleEndpoint(Broker broker) {
    this.broker = broker;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    return CompletableFuture.completedFuture(switch (broker.catalog().entries().get(call.profile())) {
      case ProfileCatalog.Servable servable -> link(call, servable.recipe());
      case ProfileCatalog.Broken(var problem) -> Answer.error(422, "BadConfiguration", problem.told());
      case ProfileCatalog.WithoutCredentials(var problem) ->
        Answer.error(422, "BadConfiguration", problem.told());
      case null -> Answer.error(404, "ProfileNotFound", broker.catalog().without(call.profile()));
    });
  }

  private static Answer link(Call call, Recipe served) {
    String arn = served.roleArn();
    RoleArn role = arn == null ? null : RoleArn.parse(arn).orElse(null);
    if (role == null) {
      return Answer.error(409, "NoSwitchRole",
          new Told("The profile '" + call.profile() + "' assumes no role, so there is none to switch to.",
              "Use 'broker console' without --switch-role."));
    }
    try {
      var request = new SwitchRoleLink.Request(role,
          ConsoleEndpoint.text(call.body(), "displayName").orElse(null),
          ConsoleEndpoint.text(call.body(), "color").orElse(null), needsExternalId(served), caller(served));
      return switch (SwitchRoleLink.of(request)) {
        case SwitchRoleLink.Link(var uri) -> Answer.ok(Answer.object().put("url", uri.toString()));
        case SwitchRoleLink.NotPossible(var reason, var remedy) ->
          Answer.error(409, "NoSwitchRole", new Told(reason, remedy));
      };
    } catch (IllegalArgumentException e) {
      return Answer.error(400, "BadRequest", String.valueOf(e.getMessage()));
    }
  }

  private static boolean needsExternalId(Recipe served) {
    return served instanceof Recipe.AssumeRole assume && assume.options().externalId() != null;
  }

  private static @Nullable String caller(Recipe served) {
    return served instanceof Recipe.AssumeRole assume ? RecipeRoles.signer(assume).roleArn() : null;
  }
}
