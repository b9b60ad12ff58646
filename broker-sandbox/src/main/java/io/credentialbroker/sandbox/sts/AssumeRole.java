package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.Answer;
import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.policy.Facts;
import io.credentialbroker.sandbox.session.Caller;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.session.SessionContext;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A caller with AWS credentials becomes a role. */
final class AssumeRole implements StsAction {
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:\\/-]*");
  private static final Duration CHAINED_LIMIT = Duration.ofHours(1);

  private final SandboxWorld world;
  private final Keyring keys;
  private final InstantSource clock;

  AssumeRole(SandboxWorld world, Keyring keys, InstantSource clock) {
    this.world = world;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "AssumeRole";
  }

  @Override
  public Answer answer(StsCall call) {
    Caller caller = call.caller();
    Constraints constraints = call.constraints();
    String roleArn = RoleParameters.roleArn(constraints);
    String sessionName = RoleParameters.sessionName(constraints);
    Integer seconds = RoleParameters.seconds(constraints);
    String externalId = constraints.optional("ExternalId", 2, 1224, EXTERNAL_ID);
    String sourceIdentity = RoleParameters.sourceIdentity(constraints);
    MfaCheck mfa = MfaCheck.of(constraints);
    SessionRequest request = SessionRequest.of(call.parameters(), constraints);
    constraints.check();
    RoleParameters.checkArn(roleArn);
    int packed = request.packedPercent();
    requireAssumable(caller, roleArn);

    Instant now = clock.instant();
    boolean codeGiven = mfa.passes(caller, now);
    IamRole role = world.role(roleArn)
        .orElseThrow(() -> Authorizer.refusal(caller.principal(), "sts:AssumeRole", roleArn));
    SessionContext inherited = caller.context();
    Map<String, String> tags = tagsOf(request, inherited);
    String identity = identityOf(sourceIdentity, inherited);
    Facts facts = CallFacts.of(caller, codeGiven, now, call.region()).put("sts:ExternalId", externalId)
        .put("sts:RoleSessionName", sessionName).put("sts:SourceIdentity", sourceIdentity)
        .putTags("aws:RequestTag/", request.tags()).putAll("aws:TagKeys", request.tags().keySet())
        .putAll("sts:TransitiveTagKeys", request.transitiveKeys());
    Authorizer.require(caller, "sts:AssumeRole", role, facts);
    if (!tags.isEmpty()) {
      Authorizer.require(caller, "sts:TagSession", role, facts);
    }
    if (identity != null) {
      Authorizer.require(caller, "sts:SetSourceIdentity", role, facts);
    }
    Duration lifetime = lifetime(seconds, caller, role);

    var transitive = new HashSet<>(request.transitiveKeys());
    transitive.addAll(caller.isRoleSession() ? inherited.transitiveTagKeys() : Set.of());
    var context = new SessionContext(null, identity, tags, transitive, request.documents());
    IssuedSession session = keys.issue(new Principal.AssumedRole(role, sessionName), context, lifetime);
    return StsXml.result(name(), xml -> {
      StsXml.credentials(xml, session);
      StsXml.assumedRoleUser(xml, session.principal());
      xml.text("PackedPolicySize", packed == 0 ? null : packed).text("SourceIdentity", identity);
    }).about(caller.principal().arn(), roleArn);
  }

  private static void requireAssumable(Caller caller, String roleArn) {
    switch (caller.principal()) {
      case Principal.User user when user.user().isRoot() ->
        throw AwsError.accessDenied("Roles may not be assumed by root accounts.");
      case Principal.FederatedUser federated ->
        throw Authorizer.refusal(federated, "sts:AssumeRole", roleArn);
      case Principal.User _,Principal.AssumedRole _ -> {
      }
    }
  }

  private static Duration lifetime(@Nullable Integer seconds, Caller caller, IamRole role) {
    Duration lifetime = Duration.ofSeconds(seconds == null ? 3600 : seconds);
    if (caller.isRoleSession() && lifetime.compareTo(CHAINED_LIMIT) > 0) {
      throw AwsError.validation(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
    }
    return RoleParameters.within(lifetime, role);
  }

  /** Transitive tags come along and cannot be changed on the way. */
  private static Map<String, String> tagsOf(SessionRequest request, SessionContext inherited) {
    var tags = new HashMap<String, String>();
    for (String key : inherited.transitiveTagKeys()) {
      String value = inherited.tags().get(key);
      if (value != null) {
        tags.put(key, value);
      }
      if (request.tags().keySet().stream().anyMatch(
          asked -> asked.toLowerCase(Locale.ROOT).equals(key.toLowerCase(Locale.ROOT)))) {
        throw new AwsError(400, "InvalidParameterValue",
            "One of the specified transitive tag keys can't be set"
                + " because it conflicts with a transitive tag key from the calling session.");
      }
    }
    tags.putAll(request.tags());
    return tags;
  }

  private static @Nullable String identityOf(@Nullable String asked, SessionContext inherited) {
    String held = inherited.sourceIdentity();
    if (held != null && asked != null && !held.equals(asked)) {
      throw AwsError.accessDenied("The source identity of a session cannot be changed.");
    }
    return held != null ? held : asked;
  }
}
