package io.credentialbroker.sandbox.sso;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.http.Request;
import io.credentialbroker.sandbox.http.Twin;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.session.SessionContext;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.SandboxWorld;
import io.credentialbroker.sandbox.world.SsoAssignment;
import java.util.LinkedHashSet;
import java.util.Map;

/** The portal of IAM Identity Center: what a signed-in person may have, and its credentials. */
public final class SsoPortalTwin implements Twin {
  private static final Map<String, String> ACTIONS = Map.of("GET /federation/credentials",
      "sso:GetRoleCredentials",
      "GET /assignment/accounts", "sso:ListAccounts", "GET /assignment/roles", "sso:ListAccountRoles",
      "POST /logout",
      "sso:Logout");
  private static final String TOKEN_HEADER = "x-amz-sso_bearer_token";

  private final SandboxWorld world;
  private final Keyring keys;
  private final SignIns signIns;

  public SsoPortalTwin(SandboxWorld world, Keyring keys, SignIns signIns) {
    this.world = world;
    this.keys = keys;
    this.signIns = signIns;
  }

  @Override
  public boolean serves(Request request) {
    return ACTIONS.containsKey(request.method() + " " + request.path());
  }

  @Override
  public String action(Request request) {
    return ACTIONS.getOrDefault(request.method() + " " + request.path(), "sso:Unknown");
  }

  @Override
  public Answer answer(Request request) {
    String token = request.header(TOKEN_HEADER);
    String user = signIns.user(token)
        .orElseThrow(() -> new AwsError(401, "UnauthorizedException", "Session token not found or invalid"));
    Map<String, String> query = request.queryParameters();
    return switch (request.path()) {
      case "/federation/credentials" ->
        credentials(user, need(query, "account_id"), need(query, "role_name"));
      case "/assignment/accounts" -> accounts();
      case "/assignment/roles" -> roles(need(query, "account_id"));
      default -> {
        signIns.revoke(token == null ? "" : token);
        yield Answer.json(200, "{}");
      }
    };
  }

  @Override
  public Answer error(AwsError error) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("message", error.text()).put("__type",
        error.code());
    return Answer.json(error.status(), node.toString()).withHeader("x-amzn-ErrorType", error.code());
  }

  private Answer credentials(String user, String account, String roleName) {
    SsoAssignment assignment = world.assignments().stream()
        .filter(one -> one.account().equals(account) && one.roleName().equals(roleName)).findFirst()
        .orElseThrow(() -> new AwsError(403, "ForbiddenException", "No access"));
    IamRole role = world.role(assignment.roleArn())
        .orElseThrow(
            () -> new AwsError(404, "ResourceNotFoundException", "the role behind it does not exist"));
    var principal = new Principal.AssumedRole(role, user);
    IssuedSession session = keys.issue(principal, SessionContext.NONE, assignment.duration());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.putObject("roleCredentials").put("accessKeyId", session.key().id())
        .put("secretAccessKey", session.key().secret()).put("sessionToken", session.token())
        .put("expiration", session.expiration().toEpochMilli());
    return Answer.json(200, node.toString()).about(principal.arn(), assignment.roleArn());
  }

  private Answer accounts() {
    var seen = new LinkedHashSet<String>();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode list = root.putArray("accountList");
    for (SsoAssignment one : world.assignments()) {
      if (seen.add(one.account())) {
        list.addObject().put("accountId", one.account()).put("accountName", one.accountName()).put(
            "emailAddress",
            "account-" + one.account() + "@example.com");
      }
    }
    return Answer.json(200, root.toString());
  }

  private Answer roles(String account) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode list = root.putArray("roleList");
    for (SsoAssignment one : world.assignments()) {
      if (one.account().equals(account)) {
        list.addObject().put("accountId", account).put("roleName", one.roleName());
      }
    }
    return Answer.json(200, root.toString());
  }

  private static String need(Map<String, String> query, String name) {
    String value = query.get(name);
    if (value == null || value.isEmpty()) {
      throw new AwsError(400, "InvalidRequestException", name + " is missing");
    }
    return value;
  }
}
