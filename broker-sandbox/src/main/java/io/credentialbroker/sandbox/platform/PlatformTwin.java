package io.credentialbroker.sandbox.platform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.http.Request;
import io.credentialbroker.sandbox.http.Twin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for jobs: {@code GET /github/NAME?audience=…} answers as GitHub Actions does, {@code GET /hcp/NAME} the
 * bare token that HCP Terraform puts into {@code TFC_WORKLOAD_IDENTITY_TOKEN}. Beside each, the issuer's
 * {@code /.well-known/openid-configuration} and {@code /.well-known/jwks}.
 */
public final class PlatformTwin implements Twin {
  private static final Duration GITHUB_LIFETIME = Duration.ofMinutes(5);
  private static final Duration HCP_LIFETIME = Duration.ofHours(2);
  private static final String WELL_KNOWN = "/.well-known/";

  private final InstantSource clock;
  private final ConcurrentHashMap<String, Job> jobs = new ConcurrentHashMap<>();

  public PlatformTwin(InstantSource clock) {
    this.clock = clock;
  }

  /** Lets a job of GitHub Actions ask at {@code /github/NAME}. */
  public void addGithub(Job job) {
    jobs.put("/github/" + job.name(), job);
  }

  /** Lets a run of HCP Terraform ask at {@code /hcp/NAME}. */
  public void addHcp(Job job) {
    jobs.put("/hcp/" + job.name(), job);
  }

  @Override
  public boolean serves(Request request) {
    return request.path().startsWith("/github/") || request.path().startsWith("/hcp/");
  }

  @Override
  public String action(Request request) {
    if (request.path().contains(WELL_KNOWN)) {
      return "oidc:GetKeys";
    }
    return request.path().startsWith("/github/") ? "github:GetToken" : "hcp:GetToken";
  }

  @Override
  public Answer answer(Request request) {
    if (!request.method().equals("GET")) {
      throw new AwsError(405, "MethodNotAllowed", "only GET is served");
    }
    int at = request.path().indexOf(WELL_KNOWN);
    Job job = jobs.get(at < 0 ? request.path() : request.path().substring(0, at));
    if (job == null) {
      throw new AwsError(404, "NotFound", "the sandbox has no such job");
    }
    if (at >= 0) {
      return wellKnown(request, job, request.path().substring(at + WELL_KNOWN.length()));
    }
    if (!bears(request.header("Authorization"), job)) {
      throw new AwsError(401, "Unauthorized", "the request token of the job is missing or wrong");
    }
    boolean github = request.path().startsWith("/github/");
    String audience = request.queryParameters().getOrDefault("audience", job.defaultAudience());
    String token = job.issuer().token(job.subject(), audience, clock.instant(),
        github ? GITHUB_LIFETIME : HCP_LIFETIME);
    return (github ? Answer.json(200, githubAnswer(token)) : Answer.text(200, token)).about(job.subject(),
        audience);
  }

  @Override
  public Answer error(AwsError error) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("code", error.code()).put("message",
        error.text());
    return Answer.json(error.status(), node.toString());
  }

  private static Answer wellKnown(Request request, Job job, String document) {
    return switch (document) {
      case "openid-configuration" -> Answer.json(200, job.issuer()
          .configuration("http://" + request.header("Host") + request.path().replace(document, "jwks")));
      case "jwks" -> Answer.json(200, job.issuer().keySet());
      default -> throw new AwsError(404, "NotFound", "there is openid-configuration and jwks");
    };
  }

  /** GitHub writes the scheme in lower case, its clients in either. */
  private static boolean bears(@Nullable String authorization, Job job) {
    return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        && authorization.substring(7).equals(job.requestToken());
  }

  private static String githubAnswer(String token) {
    return JsonNodeFactory.instance.objectNode().put("count", token.length()).put("value", token).toString();
  }
}
