package io.credentialbroker.sandbox.sso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.http.Request;
import io.credentialbroker.sandbox.http.Twin;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * The OIDC service of IAM Identity Center: {@code RegisterClient}, {@code StartDeviceAuthorization},
 * {@code CreateToken}. A person's part is {@code GET /device?user_code=…}.
 */
public final class SsoOidcTwin implements Twin {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> ACTIONS = Map.of("POST /client/register",
      "sso-oidc:RegisterClient",
      "POST /device_authorization", "sso-oidc:StartDeviceAuthorization", "POST /token",
      "sso-oidc:CreateToken",
      "GET /device", "sso-oidc:Approve");
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  private final SignIns signIns;
  private final InstantSource clock;

  public SsoOidcTwin(SignIns signIns, InstantSource clock) {
    this.signIns = signIns;
    this.clock = clock;
  }

  @Override
  public boolean serves(Request request) {
    return ACTIONS.containsKey(request.method() + " " + request.path());
  }

  @Override
  public String action(Request request) {
    return ACTIONS.getOrDefault(request.method() + " " + request.path(), "sso-oidc:Unknown");
  }

  @Override
  public Answer answer(Request request) {
    return switch (request.path()) {
      case "/client/register" -> register(body(request));
      case "/device_authorization" -> startDevice(request, body(request));
      case "/token" -> token(body(request));
      default -> approve(request);
    };
  }

  /** The SDKs read the exception's name from the header, programs of other kinds the words of OAuth. */
  @Override
  public Answer error(AwsError error) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("error", error.text())
        .put("error_description", error.code());
    return Answer.json(error.status(), node.toString()).withHeader("x-amzn-ErrorType", error.code());
  }

  private Answer register(JsonNode body) {
    need(body, "clientName");
    if (!need(body, "clientType").equals("public")) {
      throw new AwsError(400, "InvalidClientMetadataException", "invalid_client_metadata");
    }
    SignIns.Client client = signIns.register();
    return json(JsonNodeFactory.instance.objectNode().put("clientId", client.id())
        .put("clientSecret", client.secret())
        .put("clientIdIssuedAt", clock.instant().getEpochSecond())
        .put("clientSecretExpiresAt", client.expires().getEpochSecond()));
  }

  private Answer startDevice(Request request, JsonNode body) {
    signIns.checkClient(need(body, "clientId"), need(body, "clientSecret"));
    need(body, "startUrl");
    SignIns.Device device = signIns.begin();
    String page = "http://" + request.header("Host") + "/device";
    return json(JsonNodeFactory.instance.objectNode().put("deviceCode", device.code())
        .put("userCode", device.userCode()).put("verificationUri", page)
        .put("verificationUriComplete", page + "?user_code=" + device.userCode())
        .put("expiresIn", Duration.between(clock.instant(), device.expires()).toSeconds())
        .put("interval", signIns.interval().toSeconds()));
  }

  private Answer token(JsonNode body) {
    signIns.checkClient(need(body, "clientId"), need(body, "clientSecret"));
    SignIns.Tokens tokens = switch (need(body, "grantType")) {
      case DEVICE_GRANT -> signIns.redeemDevice(need(body, "deviceCode"));
      case "refresh_token" -> signIns.redeemRefresh(need(body, "refreshToken"));
      default -> throw new AwsError(400, "UnsupportedGrantTypeException", "unsupported_grant_type");
    };
    return json(JsonNodeFactory.instance.objectNode().put("accessToken", tokens.access())
        .put("refreshToken", tokens.refresh()).put("tokenType", "Bearer")
        .put("expiresIn", Duration.between(clock.instant(), tokens.expires()).toSeconds()));
  }

  private Answer approve(Request request) {
    String code = request.queryParameters().getOrDefault("user_code", "");
    if (!signIns.approve(code, "sandbox-person")) {
      throw new AwsError(404, "ResourceNotFoundException", "no device waits with that code");
    }
    return Answer.text(200, "Signed in to the sandbox. Nothing here is real; you may close this page.\n");
  }

  private static String need(JsonNode body, String name) {
    JsonNode node = body.path(name);
    if (!node.isTextual() || node.asText().isEmpty()) {
      throw new AwsError(400, "InvalidRequestException", "invalid_request");
    }
    return node.asText();
  }

  private static JsonNode body(Request request) {
    try {
      return JSON.readTree(request.body());
    } catch (IOException e) {
      throw new AwsError(400, "InvalidRequestException", "invalid_request");
    }
  }

  private static Answer json(ObjectNode node) {
    return Answer.json(200, node.toString());
  }
}
