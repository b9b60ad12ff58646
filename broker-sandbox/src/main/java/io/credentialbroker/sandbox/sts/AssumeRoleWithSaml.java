package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.identity.SamlClaims;
import io.credentialbroker.sandbox.identity.SamlResponse;
import io.credentialbroker.sandbox.policy.Facts;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.world.SamlProvider;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An assertion of a SAML provider becomes a role; nobody signs the request. */
final class AssumeRoleWithSaml implements StsAction {
  private static final String TAG_PREFIX = SamlClaims.ATTRIBUTES + "PrincipalTag:";

  private final SandboxWorld world;
  private final Keyring keys;
  private final InstantSource clock;

  AssumeRoleWithSaml(SandboxWorld world, Keyring keys, InstantSource clock) {
    this.world = world;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "AssumeRoleWithSAML";
  }

  @Override
  public boolean signed() {
    return false;
  }

  @Override
  public Answer answer(StsCall call) {
    Constraints constraints = call.constraints();
    String roleArn = RoleParameters.roleArn(constraints);
    String providerArn = RoleParameters.arn("PrincipalArn", constraints);
    Integer seconds = RoleParameters.seconds(constraints);
    String text = constraints.requiredSecret("SAMLAssertion", 4, 100_000);
    SessionRequest request = SessionRequest.of(call.parameters(), constraints);
    constraints.check();
    RoleParameters.checkArn(roleArn);
    int packed = request.packedPercent();

    SamlResponse response = SamlResponse.parse(text);
    if (response == null) {
      throw invalid("Invalid base64 SAMLResponse");
    }
    SamlProvider provider = world.samlProvider(providerArn)
        .orElseThrow(() -> invalid("Specified provider doesn't exist"));
    Instant now = clock.instant();
    check(response, provider, now);
    Map<String, List<String>> attributes = response.attributes();
    checkRole(attributes, roleArn, providerArn);
    Facts facts = CallFacts.common(now, call.region()).put("SAML:aud", response.recipient())
        .put("SAML:iss", response.issuer()).put("SAML:sub", response.subject())
        .put("SAML:namequalifier", nameQualifier(provider)).put("SAML:sub_type", response.subjectType())
        .put("aws:FederatedProvider", providerArn);
    String sessionName = single(attributes, "RoleSessionName");
    if (sessionName == null) {
      throw invalid("RoleSessionName is required in AuthnResponse");
    }
    var session = new FederatedSession("sts:" + name(), roleArn, sessionName, tags(attributes),
        Set.copyOf(attributes.getOrDefault(SamlClaims.ATTRIBUTES + "TransitiveTagKeys", List.of())),
        single(attributes, "SourceIdentity"), lifetime(seconds, attributes));
    IssuedSession issued = session.issue(world, keys, providerArn, facts, request);
    return StsXml.result(name(), xml -> {
      xml.text("Issuer", response.issuer());
      StsXml.assumedRoleUser(xml, issued.principal());
      StsXml.credentials(xml, issued);
      xml.text("Subject", response.subject()).text("SubjectType", response.subjectType())
          .text("Audience", response.recipient()).text("PackedPolicySize", packed == 0 ? null : packed)
          .text("NameQualifier", nameQualifier(provider)).text("SourceIdentity", session.sourceIdentity());
    }).about(providerArn, roleArn);
  }

  private static void check(SamlResponse response, SamlProvider provider, Instant now) {
    if (!response.issuer().equals(provider.issuer().entityId())) {
      throw invalid("Issuer not present in specified provider");
    }
    if (!response.isSignedBy(provider.issuer())) {
      throw invalid("Response signature invalid");
    }
    Instant end = response.notOnOrAfter();
    if (end == null) {
      throw invalid("Required attribute NotOnOrAfter not present in SubjectConfirmationData");
    }
    if (!now.isBefore(end)) {
      throw new AwsError(400, "ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance");
    }
  }

  /** The pair may come in either order, with blanks around the comma. */
  private static void checkRole(Map<String, List<String>> attributes, String roleArn, String providerArn) {
    List<String> pairs = attributes.getOrDefault(SamlClaims.ATTRIBUTES + "Role", List.of());
    boolean named = pairs.stream().map(pair -> pair.replaceAll("\\s", ""))
        .anyMatch(
            pair -> pair.equals(roleArn + "," + providerArn) || pair.equals(providerArn + "," + roleArn));
    if (!named) {
      throw AwsError.accessDenied("Not authorized to perform sts:AssumeRoleWithSAML");
    }
  }

  /** The shorter of what the request and what the assertion says. */
  private static Duration lifetime(@Nullable Integer seconds, Map<String, List<String>> attributes) {
    int asked = seconds == null ? 3600 : seconds;
    String stated = single(attributes, "SessionDuration");
    if (stated == null) {
      return Duration.ofSeconds(asked);
    }
    try {
      int limit = Integer.parseInt(stated);
      return Duration.ofSeconds(seconds == null ? limit : Math.min(asked, limit));
    } catch (NumberFormatException e) {
      throw invalid("SessionDuration in the assertion is not a number");
    }
  }

  private static Map<String, String> tags(Map<String, List<String>> attributes) {
    var tags = new LinkedHashMap<String, String>();
    attributes.forEach((name, values) -> {
      if (name.startsWith(TAG_PREFIX) && !values.isEmpty()) {
        tags.put(name.substring(TAG_PREFIX.length()), values.getFirst());
      }
    });
    return tags;
  }

  /** Names issuer, account and provider together, as the STS API reference lays it down. */
  private static String nameQualifier(SamlProvider provider) {
    String whole = provider.issuer().entityId() + provider.account() + "/" + provider.name();
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-1").digest(whole.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private static @Nullable String single(Map<String, List<String>> attributes, String name) {
    List<String> values = attributes.getOrDefault(SamlClaims.ATTRIBUTES + name, List.of());
    return values.isEmpty() ? null : values.getFirst();
  }

  private static AwsError invalid(String message) {
    return new AwsError(400, "InvalidIdentityToken", message);
  }
}
