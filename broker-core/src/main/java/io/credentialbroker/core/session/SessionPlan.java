package io.credentialbroker.core.session;

import io.credentialbroker.core.source.CredentialSource;

/**
 * A session that may be asked for: its key, where it comes from, and how it is kept.
 *
 * @param key the recipe's key
 * @param label the recipe step in a few words, for status and logs
 * @param source asked whenever a new session is needed; asks for the sessions of its base by itself
 * @param upstream names the endpoint the source calls (e.g. {@code sts.eu-central-1.amazonaws.com}), so that
 *     limits, budgets and breakers are per endpoint; sources that call nothing share the empty name
 * @param keepWarm fetched when planned and never dropped for idleness
 */
public record SessionPlan(SessionKey key, String label, CredentialSource source, String upstream,
    boolean keepWarm) {

  /** The same plan, kept warm. */
  public SessionPlan kept() {
    return new SessionPlan(key, label, source, upstream, true);
  }
}
