package io.credentialbroker.sandbox.machine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.http.Request;
import io.credentialbroker.sandbox.http.Twin;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.session.RotatingSessions;
import io.credentialbroker.sandbox.world.ContainerTask;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;

/** The endpoint that containers get their credentials from, at {@code /v2/credentials/ID}. */
public final class ContainerTwin implements Twin {
  /** The path, but for the id of the task. */
  public static final String PREFIX = "/v2/credentials/";

  private final SandboxWorld world;
  private final RotatingSessions sessions;

  public ContainerTwin(SandboxWorld world, Keyring keys, InstantSource clock) {
    this.world = world;
    this.sessions = new RotatingSessions(keys, clock);
  }

  @Override
  public boolean serves(Request request) {
    return request.path().startsWith(PREFIX);
  }

  @Override
  public String action(Request request) {
    return "container:GetCredentials";
  }

  @Override
  public Answer answer(Request request) {
    if (!request.method().equals("GET")) {
      throw new AwsError(405, "MethodNotAllowed", "only GET is served");
    }
    String id = request.path().substring(PREFIX.length());
    ContainerTask task = world.task(id)
        .orElseThrow(
            () -> new AwsError(400, "InvalidIdInRequest", "CredentialsV2Request: Credentials not found"));
    String given = request.header("Authorization");
    if (task.token() != null && (given == null || !same(task.token(), given))) {
      throw new AwsError(401, "AccessDenied",
          "the Authorization header does not hold the token of this task");
    }
    IamRole role = world.role(task.roleArn())
        .orElseThrow(() -> new AwsError(500, "InternalServerError", "the role of the task does not exist"));
    var principal = new Principal.AssumedRole(role, task.id());
    IssuedSession session = sessions.session(task.id(), principal, task.lifetime());
    return Answer.json(200, JsonNodeFactory.instance.objectNode().put("RoleArn", task.roleArn())
        .put("AccessKeyId", session.key().id()).put("SecretAccessKey", session.key().secret())
        .put("Token", session.token()).put("Expiration", session.expiration().toString()).toString())
        .about(principal.arn(), task.roleArn());
  }

  @Override
  public Answer error(AwsError error) {
    return Answer.json(error.status(), JsonNodeFactory.instance.objectNode().put("code", error.code())
        .put("message", error.text()).put("HTTPErrorCode", error.status()).toString());
  }

  private static boolean same(String wanted, String given) {
    return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8),
        given.getBytes(StandardCharsets.UTF_8));
  }
}
