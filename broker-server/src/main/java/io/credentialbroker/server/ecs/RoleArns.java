package io.credentialbroker.server.ecs;

import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileCatalog.Servable;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ARN of the role behind a session, from the recipe that made it. The ARN that STS answers is no
 * substitute: it has lost the role's path.
 */
public final class RoleArns {
  private final Supplier<ProfileCatalog> catalog;

  /**
   * The roles of a catalog.
   *
   * @param catalog the catalog being served
   */
  public RoleArns(Supplier<ProfileCatalog> catalog) {
    this.catalog = catalog;
  }

  /** The role's ARN; null when the session is not of a role, or the profile has changed since it was made. */
  public @Nullable String of(ProfileName profile, RoleSession session) {
    return catalog.get().entries().get(profile) instanceof Servable servable
        && SessionKey.of(servable.recipe()).equals(session.key()) ? servable.recipe().roleArn() : null;
  }
}
