package io.credentialbroker.server.ecs;

import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.server.pipeline.Protocol;
import io.credentialbroker.server.pipeline.Route;
import java.util.List;
import java.util.function.Supplier;

/** The door: which paths speak the container-credentials protocol and its sibling for credential_process. */
public final class EcsRoutes {
  /** Under this an SDK finds the credentials of the profile named after it. */
  public static final String CREDENTIALS = "/v1/credentials/";
  /** Under this stands what a {@code credential_process} command has to print. */
  public static final String CREDENTIAL_PROCESS = "/v1/credential-process/";

  private EcsRoutes() {}

  /**
   * The routes.
   *
   * @param catalog the catalog being served, for what a session itself does not know: the role's ARN
   */
  public static List<Route> of(Supplier<ProfileCatalog> catalog) {
    return List.of(
        new Route(CREDENTIALS, credentials(catalog)),
        new Route(CREDENTIAL_PROCESS, new VendAnswers(new ProcessCredentials())));
  }

  /** The protocol of {@link #CREDENTIALS} alone; IMDS answers with the same body. */
  public static Protocol credentials(Supplier<ProfileCatalog> catalog) {
    return new VendAnswers(new ContainerCredentials(new RoleArns(catalog)));
  }
}
