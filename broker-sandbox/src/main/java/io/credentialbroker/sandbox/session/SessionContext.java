package io.credentialbroker.sandbox.session;

import io.credentialbroker.sandbox.policy.PolicyDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session carries from the call that made it to the calls that are made with it.
 *
 * @param mfaAt when a one-time code was given for it; only {@code GetSessionToken} keeps that
 * @param sourceIdentity set once, and kept along a chain of roles
 * @param tags session tags
 * @param transitiveTagKeys keys of the tags that a chained session inherits
 * @param policies session policies, which narrow what the principal may do; empty for none
 */
public record SessionContext(@Nullable Instant mfaAt, @Nullable String sourceIdentity,
    Map<String, String> tags,
    Set<String> transitiveTagKeys, List<PolicyDocument> policies) {

  /** Nothing carried. */
  public static final SessionContext NONE = new SessionContext(null, null, Map.of(), Set.of(), List.of());

  public SessionContext {
    tags = Map.copyOf(tags);
    transitiveTagKeys = Set.copyOf(transitiveTagKeys);
    policies = List.copyOf(policies);
  }
}
