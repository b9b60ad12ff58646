package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BothListenersTest {
  private final List<String> told = new ArrayList<>();

  private final class Remembering implements SessionListener {
    private final String name;

    Remembering(String name) {
      this.name = name;
    }

    @Override
    public void fetched(SessionPlan plan, RoleSession session, Duration took) {
      told.add(name + " fetched");
    }

    @Override
    public void failed(SessionPlan plan, Failure failure, int failures, Duration nextAttemptIn) {
      told.add(name + " failed " + failures);
    }

    @Override
    public void expired(SessionPlan plan) {
      told.add(name + " expired");
    }

    @Override
    public void dropped(SessionPlan plan) {
      told.add(name + " dropped");
    }

    @Override
    public void clockJumped(Duration jump) {
      told.add(name + " jumped " + jump);
    }

    @Override
    public void clockSkewed(Duration skew) {
      told.add(name + " skewed " + skew);
    }

    @Override
    public void codeDue(String serial, Instant end, List<ProfileName> profiles) {
      told.add(name + " due " + serial);
    }
  }

  @Test
  void and_everyEvent_isToldToBothInOrder() {
    var stage = new Stage().role("deploy");
    RoleSession session = stage.served("deploy");
    SessionPlan plan = new SessionPlan(session.key(), "deploy", stage.sts.source("deploy", Stage.HOUR), "",
        false);
    SessionListener both = new Remembering("a").and(new Remembering("b"));

    both.fetched(plan, session, Duration.ZERO);
    both.failed(plan, Failure.of(FailureReason.INTERNAL, "x", "y", "z"), 3, Duration.ZERO);
    both.expired(plan);
    both.dropped(plan);
    both.clockJumped(Duration.ofSeconds(4));
    both.clockSkewed(Duration.ofSeconds(5));
    both.codeDue("serial", session.expiration(), List.of());

    assertThat(told).containsExactly("a fetched", "b fetched", "a failed 3", "b failed 3", "a expired",
        "b expired", "a dropped", "b dropped", "a jumped PT4S", "b jumped PT4S", "a skewed PT5S",
        "b skewed PT5S",
        "a due serial", "b due serial");
  }
}
