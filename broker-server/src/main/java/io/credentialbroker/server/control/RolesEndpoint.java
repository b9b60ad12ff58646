package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.Broker;
import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells which roles the profiles assume, and what the calls carry: what policies are made from. */
final class RolesEndpoint implements Endpoint {
  private final Broker broker;

  RolesEndpoint(Broker broker) {
    this.broker = broker;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    var body = Answer.object();
    ArrayNode roles = body.putArray("roles");
    ArrayNode without = body.putArray("without");
    broker.catalog().entries().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(ProfileName::value))).forEach(entry -> {
          if (entry.getValue() instanceof ProfileCatalog.Servable servable
              && !add(entry.getKey(), servable.recipe(), roles)) {
            without.add(entry.getKey().value());
          }
        });
    return CompletableFuture.completedFuture(Answer.ok(body));
  }

  /** Adds the roles of a recipe, the served one first; answers whether there were any. */
  private static boolean add(ProfileName profile, Recipe recipe, ArrayNode roles) {
    int before = roles.size();
    for (Recipe step = recipe; step != null; step = step.base()) {
      String arn = step.roleArn();
      if (arn == null) {
        continue;
      }
      var role = roles.addObject().put("profile", profile.value()).put("arn", arn);
      switch (step) {
        case Recipe.AssumeRole assume -> assumed(assume, role.put("call", "AssumeRole"));
        case Recipe.WebIdentity _ -> role.put("call", "AssumeRoleWithWebIdentity");
        case Recipe.Saml _ -> role.put("call", "AssumeRoleWithSAML");
        case Recipe.StaticKeys _,Recipe.Environment _,Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.Process _,Recipe.Sso _,Recipe.Login _,Recipe.SessionToken _,Recipe.FederationToken _ ->
          throw new IllegalStateException("these assume no role");
      }
    }
    return roles.size() > before;
  }

  private static void assumed(Recipe.AssumeRole step, ObjectNode role) {
    AssumeRoleOptions options = step.options();
    Recipe caller = RecipeRoles.signer(step);
    if (caller.roleArn() != null) {
      role.put("caller", caller.roleArn());
    } else if (caller instanceof Recipe.Sso sso) {
      role.put("permissionSet", sso.accountId() + '/' + sso.roleName());
    }
    if (options.externalId() != null) {
      role.put("externalId", options.externalId());
    }
    if (options.sourceIdentity() != null) {
      role.put("sourceIdentity", options.sourceIdentity());
    }
    if (options.mfa() != null) {
      role.put("mfa", options.mfa().serial());
    } else if (step.base() instanceof Recipe.SessionToken token && token.mfa() != null) {
      role.put("mfa", token.mfa().serial());
    }
    if (!options.tags().isEmpty() || !options.transitiveTagKeys().isEmpty()) {
      role.put("tags", true);
    }
  }
}
