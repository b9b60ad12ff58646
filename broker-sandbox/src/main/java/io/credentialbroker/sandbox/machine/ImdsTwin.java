package io.credentialbroker.sandbox.machine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.http.Request;
import io.credentialbroker.sandbox.http.Twin;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.session.RotatingSessions;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.Instance;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The instance metadata service, version 2 only, under {@code /latest/}. */
public final class ImdsTwin implements Twin {
  private static final String TOKEN_PATH = "/latest/api/token";
  private static final String CREDENTIALS_PATH = "/latest/meta-data/iam/security-credentials";
  private static final String TTL_HEADER = "x-aws-ec2-metadata-token-ttl-seconds";
  private static final String INSTANCE_ID = "i-0123456789abcdef0";
  private static final int LONGEST_TTL = 21_600;

  private final SandboxWorld world;
  private final InstantSource clock;
  private final RotatingSessions sessions;
  private final MetadataTokens tokens;

  public ImdsTwin(SandboxWorld world, Keyring keys, InstantSource clock, RandomGenerator random) {
    this.world = world;
    this.clock = clock;
    this.sessions = new RotatingSessions(keys, clock);
    this.tokens = new MetadataTokens(clock, random);
  }

  @Override
  public boolean serves(Request request) {
    return request.path().startsWith("/latest/");
  }

  @Override
  public String action(Request request) {
    if (request.path().equals(TOKEN_PATH)) {
      return "imds:GetToken";
    }
    return request.path().startsWith(CREDENTIALS_PATH) ? "imds:GetCredentials" : "imds:GetMetadata";
  }

  @Override
  public Answer answer(Request request) {
    Instance instance = world.instance()
        .orElseThrow(() -> new AwsError(404, "NotFound", "the sandbox has no instance"));
    if (request.path().equals(TOKEN_PATH)) {
      return token(request, instance);
    }
    if (!request.method().equals("GET")) {
      throw new AwsError(405, "MethodNotAllowed", "Method Not Allowed");
    }
    if (!tokens.holds(request.header("x-aws-ec2-metadata-token"))) {
      throw new AwsError(401, "Unauthorized", "Unauthorized");
    }
    return metadata(request.path(), instance);
  }

  @Override
  public Answer error(AwsError error) {
    return Answer.of(error.status(), "text/html", "<h1>" + error.status() + " - " + error.code() + "</h1>\n");
  }

  /** Past the hop limit the answer is lost on its way, and the caller waits for nothing. */
  private Answer token(Request request, Instance instance) {
    if (!request.method().equals("PUT")) {
      throw new AwsError(405, "MethodNotAllowed", "Method Not Allowed");
    }
    if (request.headers().has("X-Forwarded-For")) {
      throw new AwsError(403, "Forbidden", "Forbidden");
    }
    int seconds = ttl(request.header(TTL_HEADER));
    if (instance.hops() > instance.hopLimit()) {
      return Answer.SILENCE;
    }
    return Answer.text(200, tokens.issue(Duration.ofSeconds(seconds))).withHeader(TTL_HEADER,
        Integer.toString(seconds));
  }

  private static int ttl(@Nullable String text) {
    try {
      int seconds = text == null ? 0 : Integer.parseInt(text);
      if (seconds >= 1 && seconds <= LONGEST_TTL) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      throw new AwsError(400, "BadRequest", "Bad Request");
    }
    throw new AwsError(400, "BadRequest", "Bad Request");
  }

  private Answer metadata(String path, Instance instance) {
    if (path.startsWith(CREDENTIALS_PATH)) {
      return credentials(path.substring(CREDENTIALS_PATH.length()), instance);
    }
    return switch (path) {
      case "/latest/meta-data/instance-id" -> Answer.text(200, INSTANCE_ID);
      case "/latest/meta-data/placement/region" -> Answer.text(200, instance.region());
      case "/latest/meta-data/placement/availability-zone" -> Answer.text(200, instance.zone());
      case "/latest/dynamic/instance-identity/document" -> Answer.json(200, identity(instance).toString());
      default -> throw notFound();
    };
  }

  private Answer credentials(String rest, Instance instance) {
    if (instance.roleArn() == null) {
      throw notFound();
    }
    IamRole role = world.role(instance.roleArn()).orElseThrow(ImdsTwin::notFound);
    if (rest.isEmpty() || rest.equals("/")) {
      return Answer.text(200, role.arn().name());
    }
    if (!rest.equals("/" + role.arn().name())) {
      throw notFound();
    }
    var principal = new Principal.AssumedRole(role, INSTANCE_ID);
    IssuedSession session = sessions.session(INSTANCE_ID, principal, instance.lifetime());
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("Code", "Success")
        .put("LastUpdated", session.issued().toString()).put("Type", "AWS-HMAC")
        .put("AccessKeyId", session.key().id()).put("SecretAccessKey", session.key().secret())
        .put("Token", session.token()).put("Expiration", session.expiration().toString());
    // The real service says text/plain, JSON or not.
    return Answer.text(200, node.toPrettyString()).about(principal.arn(), instance.roleArn());
  }

  private ObjectNode identity(Instance instance) {
    String account = instance.roleArn() == null ? "000000000000" : instance.roleArn().split(":", 6)[4];
    return JsonNodeFactory.instance.objectNode().put("accountId", account).put("region", instance.region())
        .put("availabilityZone", instance.zone()).put("instanceId", INSTANCE_ID).put("version", "2017-09-30")
        .put("pendingTime", clock.instant().toString());
  }

  private static AwsError notFound() {
    return new AwsError(404, "NotFound", "Not Found");
  }
}
