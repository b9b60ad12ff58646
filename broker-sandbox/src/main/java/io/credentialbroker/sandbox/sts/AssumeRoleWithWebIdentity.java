package io.credentialbroker.sandbox.sts;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.sandbox.fault.Faults;
import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.identity.IdToken;
import io.credentialbroker.sandbox.policy.Facts;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.world.Arn;
import io.credentialbroker.sandbox.world.OidcProvider;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A token of an OpenID Connect provider becomes a role; nobody signs the request. */
final class AssumeRoleWithWebIdentity implements StsAction {
  /** What faults call the fetch of the provider's keys, which AWS does behind the scenes. */
  private static final String FETCH_KEYS = "oidc:GetKeys";
  private static final Duration TOLERATED = Duration.ofMinutes(5);

  private final SandboxWorld world;
  private final Keyring keys;
  private final InstantSource clock;
  private final Faults faults;

  AssumeRoleWithWebIdentity(SandboxWorld world, Keyring keys, InstantSource clock, Faults faults) {
    this.world = world;
    this.keys = keys;
    this.clock = clock;
    this.faults = faults;
  }

  @Override
  public String name() {
    return "AssumeRoleWithWebIdentity";
  }

  @Override
  public boolean signed() {
    return false;
  }

  @Override
  public Answer answer(StsCall call) {
    Constraints constraints = call.constraints();
    String roleArn = RoleParameters.roleArn(constraints);
    String sessionName = RoleParameters.sessionName(constraints);
    Integer seconds = RoleParameters.seconds(constraints);
    String text = constraints.requiredSecret("WebIdentityToken", 4, 20_000);
    SessionRequest request = SessionRequest.of(call.parameters(), constraints);
    constraints.check();
    RoleParameters.checkArn(roleArn);
    int packed = request.packedPercent();

    IdToken token = IdToken.parse(text);
    if (token == null) {
      throw invalid(
          "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
    }
    OidcProvider provider = provider(roleArn, token);
    checkSignature(token, provider);
    Instant now = clock.instant();
    checkTimes(token, now);
    List<String> audiences = token.audiences().stream().filter(provider.audiences()::contains).toList();
    if (audiences.isEmpty()) {
      throw invalid("Incorrect token audience");
    }
    String subject = required(token, "sub");
    String prefix = provider.issuer().host() + ":";
    Facts facts = CallFacts.common(now, call.region()).put("aws:FederatedProvider", provider.arn())
        .putAll(prefix + "aud", audiences).put(prefix + "sub", subject);
    var session = new FederatedSession("sts:" + name(), roleArn, sessionName, tags(token),
        transitiveKeys(token),
        token.text("https://aws.amazon.com/source_identity"),
        Duration.ofSeconds(seconds == null ? 3600 : seconds));
    IssuedSession issued = session.issue(world, keys, provider.arn(), facts, request);
    return StsXml.result(name(), xml -> {
      xml.text("SubjectFromWebIdentityToken", subject).text("Audience", audiences.getFirst());
      StsXml.assumedRoleUser(xml, issued.principal());
      StsXml.credentials(xml, issued);
      xml.text("Provider", provider.arn()).text("PackedPolicySize", packed == 0 ? null : packed)
          .text("SourceIdentity", session.sourceIdentity());
    }).about(prefix + subject, roleArn);
  }

  /** The account that must know the issuer is the role's. */
  private OidcProvider provider(String roleArn, IdToken token) {
    Arn arn = Arn.of(roleArn, "role");
    String issuer = required(token, "iss");
    String providerArn = "arn:aws:iam::" + arn.account() + ":oidc-provider/"
        + issuer.replaceFirst("^https?://", "");
    return world.oidcProvider(providerArn)
        .orElseThrow(() -> invalid("No OpenIDConnect provider found in your account for " + issuer));
  }

  private void checkSignature(IdToken token, OidcProvider provider) {
    if (faults.strike(FETCH_KEYS).instead() != null) {
      throw new AwsError(400, "IDPCommunicationError",
          "Couldn't reach the identity provider. Please try again.");
    }
    if (!token.algorithm().equals("RS256") || !token.keyId().equals(provider.issuer().keyId())) {
      throw invalid("Couldn't retrieve verification key from your identity provider,  please reference"
          + " AssumeRoleWithWebIdentity documentation for requirements");
    }
    if (!provider.issuer().signed(token)) {
      throw invalid("Provided Token's signature is not valid");
    }
  }

  private static void checkTimes(IdToken token, Instant now) {
    Instant expires = token.instant("exp");
    Instant issued = token.instant("iat");
    if (expires == null || issued == null) {
      throw invalid("Missing a required claim: " + (expires == null ? "exp" : "iat"));
    }
    if (!now.isBefore(expires)) {
      throw new AwsError(400, "ExpiredTokenException",
          "Token expired: current date/time " + now.getEpochSecond()
              + " must be before the expiration date/time " + expires.getEpochSecond());
    }
    Instant notBefore = token.instant("nbf");
    Instant latest = now.plus(TOLERATED);
    if (issued.isAfter(latest) || (notBefore != null && notBefore.isAfter(latest))) {
      throw invalid("Token is not yet valid");
    }
  }

  private static Map<String, String> tags(IdToken token) {
    var tags = new LinkedHashMap<String, String>();
    for (var tag : token.claim("https://aws.amazon.com/tags").path("principal_tags").properties()) {
      JsonNode value = tag.getValue();
      tags.put(tag.getKey(), (value.isArray() ? value.path(0) : value).asText());
    }
    return tags;
  }

  private static Set<String> transitiveKeys(IdToken token) {
    var transitive = new LinkedHashSet<String>();
    token.claim("https://aws.amazon.com/tags").path("transitive_tag_keys")
        .forEach(key -> transitive.add(key.asText()));
    return transitive;
  }

  private static String required(IdToken token, String claim) {
    String value = token.text(claim);
    if (value == null) {
      throw invalid("Missing a required claim: " + claim);
    }
    return value;
  }

  private static AwsError invalid(String message) {
    return new AwsError(400, "InvalidIdentityToken", message);
  }
}
