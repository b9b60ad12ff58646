package io.credentialbroker.sandbox.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.http.Request;
import io.credentialbroker.sandbox.http.Twin;
import io.credentialbroker.sandbox.session.Caller;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.session.Principal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The federation endpoint, {@code /federation}: {@code getSigninToken} takes a session and gives a token of
 * fifteen minutes, {@code login} takes the token, once. The page behind the login says who signed in; there is
 * no console.
 */
public final class FederationTwin implements Twin {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);
  private static final int TOKEN_BYTES = 96;
  private static final int SHORTEST = 900;
  private static final int LONGEST = 43_200;

  private final Keyring keys;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ConcurrentHashMap<String, Ticket> tickets = new ConcurrentHashMap<>();

  private record Ticket(String arn, Instant expires) {}

  public FederationTwin(Keyring keys, InstantSource clock, RandomGenerator random) {
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public boolean serves(Request request) {
    return request.path().equals("/federation");
  }

  @Override
  public String action(Request request) {
    return switch (parameters(request).getOrDefault("Action", "")) {
      case "getSigninToken" -> "signin:GetSigninToken";
      case "login" -> "signin:Login";
      default -> "signin:Unknown";
    };
  }

  @Override
  public Answer answer(Request request) {
    Map<String, String> parameters = parameters(request);
    return switch (parameters.getOrDefault("Action", "")) {
      case "getSigninToken" -> signinToken(parameters);
      case "login" -> login(parameters);
      default -> throw refusal("Action is neither getSigninToken nor login");
    };
  }

  /** The real endpoint answers a page without a reason; the reason here is for whoever runs a test. */
  @Override
  public Answer error(AwsError error) {
    return Answer.of(error.status(), "text/html", "<html><body>" + error.text() + "</body></html>\n");
  }

  private Answer signinToken(Map<String, String> parameters) {
    IssuedSession session = session(parameters.getOrDefault("Session", ""));
    if (parameters.containsKey("SessionDuration")) {
      checkDuration(parameters.get("SessionDuration"), session);
    }
    var bytes = new byte[TOKEN_BYTES];
    synchronized (random) {
      random.nextBytes(bytes);
    }
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    tickets.put(token, new Ticket(session.principal().arn(), clock.instant().plus(TOKEN_LIFE)));
    return Answer.json(200, JsonNodeFactory.instance.objectNode().put("SigninToken", token).toString())
        .about(session.principal().arn(), null);
  }

  private IssuedSession session(String json) {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (IOException e) {
      throw refusal("Session is not JSON");
    }
    String id = node.path("sessionId").asText();
    IssuedSession session = keys.find(id).map(Keyring.Known::caller).map(Caller::session)
        .orElseThrow(() -> refusal("Session is not one of temporary credentials"));
    boolean right = session.key().secret().equals(node.path("sessionKey").asText())
        && session.token().equals(node.path("sessionToken").asText());
    if (!right || session.isExpiredAt(clock.instant())) {
      throw refusal("the credentials in Session are wrong or expired");
    }
    if (session.principal() instanceof Principal.User) {
      throw refusal("credentials of GetSessionToken are not good for the console");
    }
    return session;
  }

  /** A duration of its own is for assumed roles only; a federated user's console session has its credentials'. */
  private static void checkDuration(String text, IssuedSession session) {
    if (session.principal() instanceof Principal.FederatedUser) {
      throw refusal("SessionDuration is not allowed with credentials of GetFederationToken");
    }
    try {
      int seconds = Integer.parseInt(text);
      if (seconds >= SHORTEST && seconds <= LONGEST) {
        return;
      }
    } catch (NumberFormatException e) {
      throw refusal("SessionDuration is not a number");
    }
    throw refusal("SessionDuration is not 900 to 43200 seconds");
  }

  private Answer login(Map<String, String> parameters) {
    String destination = parameters.getOrDefault("Destination", "");
    if (destination.isEmpty()) {
      throw refusal("Destination is missing");
    }
    Ticket ticket = tickets.remove(parameters.getOrDefault("SigninToken", ""));
    if (ticket == null || !ticket.expires().isAfter(clock.instant())) {
      throw refusal("SigninToken is wrong, used or expired");
    }
    return Answer
        .text(200, "Signed in to the sandbox as " + ticket.arn() + ". There is no console here; at AWS you"
            + " would now be at " + destination + ".\n")
        .about(ticket.arn(), destination);
  }

  private static Map<String, String> parameters(Request request) {
    return request.method().equals("POST") ? request.formParameters() : request.queryParameters();
  }

  private static AwsError refusal(String message) {
    return new AwsError(400, "BadRequest", message);
  }
}
