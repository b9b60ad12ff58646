package io.credentialbroker.server.control;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionCounts;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionPlan;
import io.credentialbroker.core.session.SessionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sessions that a test puts there. */
final class FakeSessions implements RoleSessions {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  final List<SessionKey> forgotten = new ArrayList<>();
  final Map<SessionKey, SessionStatus> standing = new HashMap<>();
  @Nullable
  Failure failure;
  @Nullable
  CompletableFuture<RoleSession> pending;
  private List<SessionPlan> plans = List.of();

  void hold(SessionKey key) {
    standing.put(key, new SessionStatus(key, "AssumeRole", SessionStatus.State.FRESH, sample(key),
        NOW.plusSeconds(1800), null, 0, NOW));
  }

  /** The same of a source that tells neither account nor ARN. */
  void holdNameless(SessionKey key) {
    var nameless = new Credentials("ASIAEXAMPLE", Secret.of("canary-secret"), Secret.of("canary-token"),
        NOW.plusSeconds(3600), null, null);
    standing.put(key, new SessionStatus(key, "GetSessionToken", SessionStatus.State.FRESH,
        new RoleSession(key, nameless, NOW, NOW.plusSeconds(3600)), NOW.plusSeconds(1800), null, 0, NOW));
  }

  static RoleSession sample(SessionKey key) {
    var credentials = new Credentials("ASIAEXAMPLE", Secret.of("canary-secret"), Secret.of("canary-token"),
        NOW.plusSeconds(3600), "123456789012", "arn:aws:sts::123456789012:assumed-role/deploy/alice");
    return new RoleSession(key, credentials, NOW, NOW.plusSeconds(3600));
  }

  @Override
  public void plan(Collection<SessionPlan> all) {
    plans = List.copyOf(all);
  }

  @Override
  public CompletableFuture<RoleSession> session(SessionKey key) {
    return refresh(key);
  }

  @Override
  public CompletableFuture<RoleSession> refresh(SessionKey key) {
    if (pending != null) {
      return pending;
    }
    return failure == null
        ? CompletableFuture.completedFuture(sample(key))
        : CompletableFuture.failedFuture(new FailureException(failure));
  }

  @Override
  public void forget(SessionKey key) {
    forgotten.add(key);
  }

  @Override
  public SessionCounts counts() {
    return new SessionCounts(7, 2, 1, 3);
  }

  @Override
  public List<SessionStatus> status() {
    return plans.stream()
        .map(plan -> standing.getOrDefault(plan.key(), new SessionStatus(plan.key(), plan.label(),
            SessionStatus.State.IDLE, null, null, null, 0, null)))
        .toList();
  }

  @Override
  public void close() {}
}
