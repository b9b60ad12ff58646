package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.profile.ProfileName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tells two listeners, one after the other. */
record BothListeners(SessionListener first, SessionListener second) implements SessionListener {
  @Override
  public void fetched(SessionPlan plan, RoleSession session, Duration took) {
    first.fetched(plan, session, took);
    second.fetched(plan, session, took);
  }

  @Override
  public void failed(SessionPlan plan, Failure failure, int failures, Duration nextAttemptIn) {
    first.failed(plan, failure, failures, nextAttemptIn);
    second.failed(plan, failure, failures, nextAttemptIn);
  }

  @Override
  public void expired(SessionPlan plan) {
    first.expired(plan);
    second.expired(plan);
  }

  @Override
  public void dropped(SessionPlan plan) {
    first.dropped(plan);
    second.dropped(plan);
  }

  @Override
  public void clockJumped(Duration jump) {
    first.clockJumped(jump);
    second.clockJumped(jump);
  }

  @Override
  public void clockSkewed(Duration skew) {
    first.clockSkewed(skew);
    second.clockSkewed(skew);
  }

  @Override
  public void codeDue(String serial, Instant end, List<ProfileName> profiles) {
    first.codeDue(serial, end, profiles);
    second.codeDue(serial, end, profiles);
  }
}
