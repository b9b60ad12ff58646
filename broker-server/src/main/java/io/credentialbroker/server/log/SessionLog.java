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
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Tells how sessions change, not what is tried: the first session of a key, the first failure of a kind, the
 * recovery, the end. Everything between is detail and told at debug level only, so that an outage of STS is a
 * few lines however long it lasts.
 */
public final class SessionLog implements SessionListener {
  private static final Logger LOG = Logger.getLogger(Log.ROOT + ".session");

  private static final int NAMES_BEHIND_A_DEVICE = 5;
  private static final int NAMES_OF_A_SESSION = 3;

  private final Set<SessionKey> held = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<SessionKey, FailureReason> failing = new ConcurrentHashMap<>();

  @Override
  public void fetched(SessionPlan plan, RoleSession session, Duration took) {
    var until = session.expiration().truncatedTo(ChronoUnit.SECONDS);
    FailureReason was = failing.remove(plan.key());
    boolean first = held.add(plan.key());
    if (was != null) {
      of(Level.INFO, "session.recovered", plan).with("reason", was).with("until", until)
          .tell(name(plan) + ": recovered from " + was + "; valid until " + until);
    } else if (first) {
      of(Level.INFO, "session.fetched", plan).with("took_ms", took.toMillis()).with("until", until)
          .tell(name(plan) + ": fetched in " + took.toMillis() + " ms; valid until " + until);
    } else {
      of(Level.FINE, "session.refreshed", plan).with("took_ms", took.toMillis()).with("until", until)
          .tell(name(plan) + ": refreshed in " + took.toMillis() + " ms; valid until " + until);
    }
  }

  @Override
  public void failed(SessionPlan plan, Failure failure, int failures, Duration nextAttemptIn) {
    if (failure.reason() == FailureReason.MFA_NEEDED && failure.upstreamCode() == null
        && held.contains(plan.key())) {
      // The session lasts for hours yet; when the code becomes due it is told in time.
      of(Level.FINE, "session.waits", plan).with("reason", failure.reason())
          .tell(name(plan) + ": not renewed yet: " + failure.message());
      return;
    }
    if (failing.put(plan.key(), failure.reason()) == failure.reason()) {
      of(Level.FINE, "session.still_failing", plan).with("reason", failure.reason())
          .with("failures", failures)
          .tell(name(plan) + ": failed " + failures + " times in a row (" + failure.reason()
              + "); next attempt in "
              + nextAttemptIn.toSeconds() + " s");
    } else {
      of(Level.WARNING, "session.failed", plan).with("reason", failure.reason()).with("step", failure.step())
          .with("upstream_code", failure.upstreamCode()).tell(name(plan) + ": " + step(plan, failure)
              + failure.message() + ' ' + failure.remedy());
    }
  }

  @Override
  public void expired(SessionPlan plan) {
    held.remove(plan.key());
    of(Level.WARNING, "session.expired", plan).tell(name(plan) + ": ran out before a new one could be had");
  }

  @Override
  public void dropped(SessionPlan plan) {
    failing.remove(plan.key());
    if (held.remove(plan.key())) {
      of(Level.INFO, "session.dropped", plan).tell(name(plan) + ": dropped");
    }
  }

  @Override
  public void codeDue(String serial, Instant end, List<ProfileName> profiles) {
    String first = profiles.isEmpty() ? "" : ' ' + profiles.getFirst().quoted();
    Instant due = end.truncatedTo(ChronoUnit.SECONDS);
    Event.of(LOG, Level.WARNING, "mfa.due").with("device", serial).with("due", due)
        .with("profiles", profiles.size()).tell("the next one-time code of " + serial + " is due at " + due
            + behind(profiles) + "; 'broker mfa" + first + "' takes it before that too");
  }

  /** A few names: a fleet has thousands behind one device. */
  private static String behind(List<ProfileName> profiles) {
    if (profiles.isEmpty()) {
      return "";
    }
    return " for " + some(profiles, NAMES_BEHIND_A_DEVICE);
  }

  private static String some(List<ProfileName> profiles, int most) {
    int more = profiles.size() - most;
    return profiles.stream().limit(most).map(ProfileName::value).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  @Override
  public void clockJumped(Duration jump) {
    Event.of(LOG, Level.INFO, "clock.jumped").with("seconds", jump.toSeconds())
        .tell("the clock jumped by " + jump.toSeconds() + " s; all sessions are planned anew");
  }

  @Override
  public void clockSkewed(Duration skew) {
    Event.of(LOG, Level.WARNING, "clock.skewed").with("seconds", skew.toSeconds())
        .tell("the clock of this machine is " + skew.abs().toSeconds() + " s "
            + (skew.isNegative() ? "ahead of" : "behind") + " AWS's; sessions are kept by AWS's");
  }

  private static Event of(Level level, String event, SessionPlan plan) {
    var profiles = plan.profiles();
    int more = profiles.size() - NAMES_OF_A_SESSION;
    return Event.of(LOG, level, event).with("source", plan.label()).with("session", plan.key().shortForm())
        .with("profiles", profiles.isEmpty()
            ? null
            : profiles.stream().limit(NAMES_OF_A_SESSION).map(ProfileName::value).toList())
        .with("more_profiles", more > 0 ? more : null);
  }

  /** Whose session it is, and which. */
  private static String name(SessionPlan plan) {
    var profiles = plan.profiles();
    String whose = profiles.isEmpty()
        ? ""
        : (profiles.size() == 1 ? "profile " : "profiles ") + some(profiles, NAMES_OF_A_SESSION) + ", ";
    return whose + plan.label() + " (" + plan.key().shortForm() + ")";
  }

  /** Where it failed, unless that is where it would be looked for. */
  private static String step(SessionPlan plan, Failure failure) {
    return failure.step().equals(plan.label()) ? "" : failure.step() + ": ";
  }
}
