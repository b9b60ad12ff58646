package io.credentialbroker.core.profile;

import io.credentialbroker.core.iam.Arn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose account a recipe's credentials are of, as far as it says so before anybody is asked. */
public final class RecipeAccount {
  private RecipeAccount() {}

  /** The account's twelve digits; empty where only a call tells. */
  public static Optional<String> of(Recipe recipe) {
    return Optional.ofNullable(switch (recipe) {
      case Recipe.AssumeRole role -> ofArn(role.roleArn());
      case Recipe.WebIdentity role -> ofArn(role.roleArn());
      case Recipe.Saml role -> ofArn(role.roleArn());
      case Recipe.Sso role -> role.accountId();
      case Recipe.StaticKeys keys -> keys.accountId();
      case Recipe.Process command -> command.accountId();
      case Recipe.SessionToken session -> of(session.base()).orElse(null);
      case Recipe.FederationToken user -> of(user.base()).orElse(null);
      case Recipe.Environment _,Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.Login _ -> null;
    }).filter(Arn::isAccountId);
  }

  private static @Nullable String ofArn(@Nullable String arn) {
    return arn == null ? null : Arn.parse(arn).map(Arn::account).orElse(null);
  }
}
