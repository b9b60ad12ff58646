package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.Broker;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The variables that point an SDK at a profile. */
final class EnvironmentEndpoint implements Endpoint {
  private final Broker broker;
  private final DaemonFacts facts;

  EnvironmentEndpoint(Broker broker, DaemonFacts facts) {
    this.broker = broker;
    this.facts = facts;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    var now = facts;
    return CompletableFuture.completedFuture(
        forProfile(call.profile(),
            servable -> Answer.ok(variables(call.profile(), servable, now.tokenFile()))));
  }

  /** Goes on with a profile that can be pointed at, or says why there is nothing to point at. */
  Answer forProfile(ProfileName profile, Function<ProfileCatalog.Servable, Answer> then) {
    if (facts.endpoint() == null) {
      return Answer.error(409, "NoTcpListener",
          new Told("The SDKs reach the broker over TCP, and it does not listen there.",
              "Give 'listen.tcp' in broker.toml an address, such as \"127.0.0.1:9780\", and restart brokerd."));
    }
    return switch (broker.catalog().entries().get(profile)) {
      case ProfileCatalog.Servable servable -> then.apply(servable);
      case ProfileCatalog.Broken(var problem) -> Answer.error(422, "BadConfiguration", problem.told());
      case ProfileCatalog.WithoutCredentials(var problem) ->
        Answer.error(422, "BadConfiguration", problem.told());
      case null -> Answer.error(404, "ProfileNotFound", broker.catalog().without(profile));
    };
  }

  /** The answer's body, with the token in {@code tokenFile}. */
  ObjectNode variables(ProfileName profile, ProfileCatalog.Servable servable, Path tokenFile) {
    URI endpoint = facts.endpoint();
    var body = Answer.object();
    var variables = body.putObject("environment")
        .put("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint + "/v1/credentials/" + encode(profile.value()))
        .put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", tokenFile.toString());
    if (servable.region() != null) {
      variables.put("AWS_REGION", servable.region()).put("AWS_DEFAULT_REGION", servable.region());
    }
    if (facts.sandbox() != null) {
      // What is served here opens nothing at the real AWS, so programs are pointed at the one where it does.
      variables.put("AWS_ENDPOINT_URL", facts.sandbox().toString());
    }
    return body;
  }

  /** Percent-encodes all but unreserved characters; form encoding differs in two of them. */
  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A")
        .replace("%7E", "~");
  }
}
