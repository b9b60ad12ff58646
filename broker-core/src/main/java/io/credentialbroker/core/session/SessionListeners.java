package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.profile.ProfileName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several listeners as one. */
final class SessionListeners implements SessionListener {
  private final List<SessionListener> all;

  SessionListeners(List<SessionListener> all) {
    this.all = all;
  }

  @Override
  public void called(SessionPlan plan, @Nullable Failure failure, Duration took) {
    all.forEach(one -> one.called(plan, failure, took));
  }

  @Override
  public void fetched(SessionPlan plan, RoleSession session, Duration took) {
    all.forEach(one -> one.fetched(plan, session, took));
  }

  @Override
  public void failed(SessionPlan plan, Failure failure, int failures, Duration nextAttemptIn) {
    all.forEach(one -> one.failed(plan, failure, failures, nextAttemptIn));
  }

  @Override
  public void expired(SessionPlan plan) {
    all.forEach(one -> one.expired(plan));
  }

  @Override
  public void dropped(SessionPlan plan) {
    all.forEach(one -> one.dropped(plan));
  }

  @Override
  public void clockJumped(Duration jump) {
    all.forEach(one -> one.clockJumped(jump));
  }

  @Override
  public void clockSkewed(Duration skew) {
    all.forEach(one -> one.clockSkewed(skew));
  }

  @Override
  public void codeDue(String serial, Instant end, List<ProfileName> profiles) {
    all.forEach(one -> one.codeDue(serial, end, profiles));
  }
}
