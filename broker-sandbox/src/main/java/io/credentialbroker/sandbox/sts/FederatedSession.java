package io.credentialbroker.sandbox.sts;

import io.credentialbroker.sandbox.http.AwsError;
import io.credentialbroker.sandbox.policy.Bearer;
import io.credentialbroker.sandbox.policy.Facts;
import io.credentialbroker.sandbox.session.IssuedSession;
import io.credentialbroker.sandbox.session.Keyring;
import io.credentialbroker.sandbox.session.Principal;
import io.credentialbroker.sandbox.session.SessionContext;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the two calls with a foreign proof have in common: the role's trust in the provider, and the session. */
record FederatedSession(String action, String roleArn, String sessionName, Map<String, String> tags,
    Set<String> transitiveKeys, @Nullable String sourceIdentity, Duration lifetime) {

  IssuedSession issue(SandboxWorld world, Keyring keys, String providerArn, Facts facts,
      SessionRequest request) {
    IamRole role = world.role(roleArn).orElseThrow(this::refusal);
    var bearer = new Bearer.Federated(providerArn);
    facts.put("sts:RoleSessionName", sessionName).put("sts:SourceIdentity", sourceIdentity)
        .putTags("aws:RequestTag/", tags).putAll("aws:TagKeys", tags.keySet());
    require(role, bearer, action, facts);
    if (!tags.isEmpty()) {
      require(role, bearer, "sts:TagSession", facts);
    }
    if (sourceIdentity != null) {
      require(role, bearer, "sts:SetSourceIdentity", facts);
    }
    var context = new SessionContext(null, sourceIdentity, tags, transitiveKeys, request.documents());
    return keys.issue(new Principal.AssumedRole(role, sessionName), context,
        RoleParameters.within(lifetime, role));
  }

  private void require(IamRole role, Bearer bearer, String needed, Facts facts) {
    if (!role.trust().about(bearer, needed, facts).isAllow()) {
      throw AwsError.accessDenied("Not authorized to perform " + needed);
    }
  }

  private AwsError refusal() {
    return AwsError.accessDenied("Not authorized to perform " + action);
  }
}
