package io.credentialbroker.core.iam.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.iam.AwsPartition;
import io.credentialbroker.core.json.Json;
import io.credentialbroker.core.secret.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Signing in to the console with a session (IAM User Guide, "Enable custom identity broker access to the AWS
 * console"): a GET of {@link #federationEndpoint} with {@link #tokenQuery} answers a sign-in token, which
 * {@link #loginUrl} turns into a link. Whoever has the link has the session, so it is a secret; it works for 15
 * minutes.
 *
 * @param partition whose console
 * @param federationEndpoint where sign-in tokens are made
 */
public record ConsoleSignIn(AwsPartition partition, URI federationEndpoint) {
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(12);

  /** At the partition's own endpoint. */
  public static ConsoleSignIn in(AwsPartition partition) {
    return new ConsoleSignIn(partition, URI.create("https://" + partition.signInHost() + "/federation"));
  }

  /**
   * The query that asks for a sign-in token.
   *
   * @param duration how long the console session lasts, 15 minutes to 12 hours; absent to let it last as long as
   *     the credentials, which is a must for a role that was assumed by a role and for a federation token: AWS
   *     refuses a duration for these
   * @throws IllegalArgumentException when the credentials are long-term keys, or the duration is out of range
   */
  public Secret tokenQuery(Credentials session, @Nullable Duration duration) {
    if (session.sessionToken() == null) {
      throw new IllegalArgumentException(
          "long-term keys cannot sign in to the console; assume a role with them");
    }
    if (duration != null && (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "a console session lasts 900 to 43200 seconds, not " + duration.toSeconds());
    }
    ObjectNode keys = JsonNodeFactory.instance.objectNode().put("sessionId", session.accessKeyId())
        .put("sessionKey", session.secretAccessKey().reveal())
        .put("sessionToken", session.sessionToken().reveal());
    var query = new Query().add("Action", "getSigninToken");
    if (duration != null) {
      query.add("SessionDuration", Long.toString(duration.toSeconds()));
    }
    return Secret.of(query.add("Session", Json.write(keys)).toString());
  }

  /**
   * The token in the endpoint's answer.
   *
   * @throws FailureException with {@code MALFORMED_ANSWER} when there is none; the answer is not quoted
   */
  public Secret signInToken(String answer) {
    JsonNode token = null;
    try {
      token = Json.read(answer).get("SigninToken");
    } catch (JsonProcessingException notJson) {
      // Said below, without the text: it may hold the token.
    }
    if (token == null || !token.isTextual() || token.textValue().isEmpty()) {
      throw new FailureException(Failure.of(FailureReason.MALFORMED_ANSWER, "console sign-in",
          federationEndpoint.getHost() + " answered without a sign-in token.",
          "Try again; check the endpoint."));
    }
    return Secret.of(token.textValue());
  }

  /**
   * The link that signs in.
   *
   * @param destination the first page, from {@link ConsoleDestination}
   * @param issuer where the console sends people whose session has ended; any URL or name
   */
  public Secret loginUrl(Secret signInToken, URI destination, String issuer) {
    String query = new Query().add("Action", "login").add("Issuer", issuer)
        .add("Destination", destination.toString()).add("SigninToken", signInToken.reveal()).toString();
    return Secret.of(federationEndpoint + "?" + query);
  }
}
