package io.credentialbroker.sandbox.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.http.Request;
import io.credentialbroker.sandbox.http.Twin;
import io.credentialbroker.sandbox.identity.DpopProof;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.session.SessionContext;
import io.credentialbroker.sandbox.world.IamUser;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code CreateOAuth2Token} of AWS Sign-In, at {@code /v1/token}: a refresh token of {@code aws login}, with a
 * proof of the key it is bound to, becomes credentials of fifteen minutes and the next refresh token.
 */
public final class LoginTwin implements Twin {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PATH = "/v1/token";
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final SandboxWorld world;
  private final Keyring keys;
  private final Logins logins;

  public LoginTwin(SandboxWorld world, Keyring keys, Logins logins) {
    this.world = world;
    this.keys = keys;
    this.logins = logins;
  }

  @Override
  public boolean serves(Request request) {
    return request.is("POST", PATH);
  }

  @Override
  public String action(Request request) {
    return "signin:CreateOAuth2Token";
  }

  @Override
  public Answer answer(Request request) {
    DpopProof proof = proof(request.header("DPoP"));
    JsonNode body = body(request);
    if (!need(body, "grantType").equals("refresh_token")) {
      throw invalid();
    }
    Logins.Login login = logins.take(need(body, "refreshToken"), need(body, "clientId"), proof.thumbprint());
    IamUser user = world.user(login.userArn())
        .orElseThrow(() -> new AwsError(400, "AccessDeniedException", "USER_CREDENTIALS_CHANGED"));
    IssuedSession session = keys.issue(new Principal.User(user), SessionContext.NONE, LIFETIME);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("accessToken").put("accessKeyId", session.key().id())
        .put("secretAccessKey", session.key().secret()).put("sessionToken", session.token());
    answer.put("tokenType", "aws_sigv4").put("expiresIn", LIFETIME.toSeconds()).put("refreshToken",
        logins.renew(login, proof.thumbprint()));
    return Answer.json(200, answer.toString()).about(user.arn(), null);
  }

  @Override
  public Answer error(AwsError error) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("error", error.text()).put("message",
        error.code() + ": " + error.text());
    return Answer.json(error.status(), node.toString()).withHeader("x-amzn-ErrorType", error.code());
  }

  private DpopProof proof(@Nullable String header) {
    DpopProof proof = header == null ? null : DpopProof.verify(header);
    if (proof == null || !proof.method().equals("POST") || !proof.target().endsWith(PATH)
        || !logins.isFirstUse(proof.id())) {
      throw invalid();
    }
    return proof;
  }

  private static String need(JsonNode body, String name) {
    JsonNode node = body.path(name);
    if (!node.isTextual() || node.asText().isEmpty()) {
      throw invalid();
    }
    return node.asText();
  }

  private static JsonNode body(Request request) {
    try {
      return JSON.readTree(request.body());
    } catch (IOException e) {
      throw invalid();
    }
  }

  private static AwsError invalid() {
    return new AwsError(400, "ValidationException", "INVALID_REQUEST");
  }
}
