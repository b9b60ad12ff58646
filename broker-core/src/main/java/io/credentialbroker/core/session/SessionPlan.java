package io.credentialbroker.core.session;

import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.source.CredentialSource;
import java.util.List;

/**
 * A session that may be asked for: its key, where it comes from, and how it is kept.
 *
 * @param key the recipe's key
 * @param label the recipe step in a few words, for status and logs
 * @param source asked whenever a new session is needed; asks for the sessions of its base by itself
 * @param upstream names the endpoint the source calls (e.g. {@code sts.eu-central-1.amazonaws.com}), so that
 *     limits, budgets and breakers are per endpoint; sources that call nothing share the empty name
 * @param keepWarm fetched when planned and never dropped for idleness
 * @param profiles those that need it, for their own session or as a base, so that people can be told by name
 */
public record SessionPlan(SessionKey key, String label, CredentialSource source, String upstream,
    boolean keepWarm, List<ProfileName> profiles) {
  public SessionPlan {
    profiles = List.copyOf(profiles);
  }

  /** A plan of which nobody has said yet who needs it. */
  public SessionPlan(SessionKey key, String label, CredentialSource source, String upstream,
      boolean keepWarm) {
    this(key, label, source, upstream, keepWarm, List.of());
  }

  /** The same plan, kept warm. */
  public SessionPlan kept() {
    return new SessionPlan(key, label, source, upstream, true, profiles);
  }

  /** The same plan with the profiles that need it. */
  public SessionPlan neededBy(List<ProfileName> those) {
    return new SessionPlan(key, label, source, upstream, keepWarm, those);
  }
}
