package io.credentialbroker.server.log;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.core.session.SessionPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how sessions change, not what is tried: the first session of a key, the first failure of a kind, the
 * recovery, the end. Everything between is detail and told at debug level only, so that an outage of STS is a
 * few lines however long it lasts.
 */
public final class SessionLog implements SessionListener {
  private static final Logger LOG = LoggerFactory.getLogger(Log.ROOT + ".session");

  private static final int NAMES = 5;

  private final Set<SessionKey> held = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<SessionKey, FailureReason> failing = new ConcurrentHashMap<>();

  @Override
  public void fetched(SessionPlan plan, RoleSession session, Duration took) {
    var until = session.expiration().truncatedTo(ChronoUnit.SECONDS);
    FailureReason was = failing.remove(plan.key());
    boolean first = held.add(plan.key());
    if (was != null) {
      LOG.info("{}: recovered from {}; valid until {}", name(plan), was, until);
    } else if (first) {
      LOG.info("{}: fetched in {} ms; valid until {}", name(plan), took.toMillis(), until);
    } else {
      LOG.debug("{}: refreshed in {} ms; valid until {}", name(plan), took.toMillis(), until);
    }
  }

  @Override
  public void failed(SessionPlan plan, Failure failure, int failures, Duration nextAttemptIn) {
    if (failure.reason() == FailureReason.MFA_NEEDED && failure.upstreamCode() == null
        && held.contains(plan.key())) {
      // The session lasts for hours yet; when the code becomes due it is told in time.
      LOG.debug("{}: not renewed yet: {}", name(plan), failure.message());
      return;
    }
    if (failing.put(plan.key(), failure.reason()) == failure.reason()) {
      LOG.debug("{}: failed {} times in a row ({}); next attempt in {} s", name(plan), failures,
          failure.reason(),
          nextAttemptIn.toSeconds());
    } else {
      LOG.warn("{}: {}: {} {}", name(plan), failure.step(), failure.message(), failure.remedy());
    }
  }

  @Override
  public void expired(SessionPlan plan) {
    held.remove(plan.key());
    LOG.warn("{}: ran out before a new one could be had", name(plan));
  }

  @Override
  public void dropped(SessionPlan plan) {
    failing.remove(plan.key());
    if (held.remove(plan.key())) {
      LOG.info("{}: dropped", name(plan));
    }
  }

  @Override
  public void codeDue(String serial, Instant end, List<ProfileName> profiles) {
    String first = profiles.isEmpty() ? "" : ' ' + profiles.getFirst().quoted();
    LOG.warn("the next one-time code of {} is due at {}{}; 'broker mfa{}' takes it before that too", serial,
        end.truncatedTo(ChronoUnit.SECONDS), behind(profiles), first);
  }

  /** A few names: a fleet has thousands behind one device. */
  private static String behind(List<ProfileName> profiles) {
    if (profiles.isEmpty()) {
      return "";
    }
    String names = profiles.stream().limit(NAMES).map(ProfileName::value).collect(Collectors.joining(", "));
    int more = profiles.size() - NAMES;
    return " for " + names + (more > 0 ? " and " + more + " more" : "");
  }

  @Override
  public void clockJumped(Duration jump) {
    LOG.info("the clock jumped by {} s; all sessions are planned anew", jump.toSeconds());
  }

  @Override
  public void clockSkewed(Duration skew) {
    LOG.warn("the clock of this machine is {} s {} AWS's; sessions are kept by AWS's", skew.abs().toSeconds(),
        skew.isNegative() ? "ahead of" : "behind");
  }

  private static String name(SessionPlan plan) {
    return plan.label() + " (" + plan.key().shortForm() + ")";
  }
}
