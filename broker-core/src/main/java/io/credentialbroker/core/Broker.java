package io.credentialbroker.core;

import io.credentialbroker.core.Vend.Denied;
import io.credentialbroker.core.Vend.Granted;
import io.credentialbroker.core.Vend.MfaNeeded;
import io.credentialbroker.core.Vend.SignInNeeded;
import io.credentialbroker.core.Vend.Unavailable;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.mfa.MfaRemedy;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.session.ReadySession;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionPlan;
import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The door: who may have which profile's session, and the session. */
public final class Broker {
  /**
   * How long a request for a session that is not there yet may wait. Several SDKs give up after one second
   * (Java, PHP, C++), and the reply has to travel too.
   */
  public static final Duration LONGEST_WAIT = Duration.ofMillis(800);

  /** What everybody gets while the broker is locked. */
  public static final Denied LOCKED = new Denied(Denied.Kind.LOCKED, "Locked",
      new Told("The broker is locked and hands nothing out.", "Run 'broker unlock'."));

  private static final Duration NEXT_TRY = Duration.ofSeconds(1);

  private final RoleSessions sessions;
  private final Function<Recipe, Collection<SessionPlan>> planner;
  private final Timers timers;
  private final VendLock lock = new VendLock();
  private volatile Routes routes = new Routes(ProfileCatalog.EMPTY, Map.of());

  /**
   * A broker with an empty catalog.
   *
   * @param planner every session that a recipe needs, its bases first and its own last
   */
  public Broker(RoleSessions sessions, Function<Recipe, Collection<SessionPlan>> planner, Timers timers) {
    this.sessions = sessions;
    this.planner = planner;
    this.timers = timers;
  }

  /** Serves this catalog from now on; sessions of recipes that have not changed live on. */
  public void adopt(ProfileCatalog catalog) {
    var keys = new HashMap<ProfileName, SessionKey>();
    var plans = new HashMap<SessionKey, SessionPlan>();
    var profiles = new HashMap<SessionKey, TreeSet<ProfileName>>();
    catalog.entries().forEach((name, entry) -> {
      if (entry instanceof ProfileCatalog.Servable servable) {
        var key = SessionKey.of(servable.recipe());
        keys.put(name, key);
        for (SessionPlan plan : planner.apply(servable.recipe())) {
          profiles.computeIfAbsent(plan.key(), _ -> new TreeSet<>()).add(name);
          boolean warm = plan.key().equals(key) && servable.keepWarm();
          plans.merge(plan.key(), warm ? plan.kept() : plan, (a, b) -> a.keepWarm() ? a : b);
        }
      }
    });
    sessions.plan(plans.values().stream()
        .map(plan -> plan.neededBy(List.copyOf(profiles.getOrDefault(plan.key(), new TreeSet<>()))))
        .toList());
    routes = new Routes(catalog, Map.copyOf(keys));
  }

  /** What is being served. */
  public ProfileCatalog catalog() {
    return routes.catalog();
  }

  /** What stops all vending. */
  public VendLock lock() {
    return lock;
  }

  /** The key of a profile's session; null when the profile is unknown or broken. */
  public @Nullable SessionKey keyOf(ProfileName profile) {
    return routes.keys().get(profile);
  }

  /**
   * Answers a caller. Completed already when a valid session is held; otherwise within {@link #LONGEST_WAIT}.
   * Never completes exceptionally.
   */
  public CompletableFuture<Vend> vend(Caller caller, ProfileName profile) {
    return vend(caller, profile, Duration.ZERO);
  }

  /**
   * As {@link #vend(Caller, ProfileName)} for a caller who has waited already.
   *
   * @param waited how much of {@link #LONGEST_WAIT} is over; with all of it, only what is held is handed out
   */
  public CompletableFuture<Vend> vend(Caller caller, ProfileName profile, Duration waited) {
    // The grant comes before the look-up: a caller without one does not learn which profiles exist.
    if (!caller.grant().allows(profile)) {
      return completed(new Denied(Denied.Kind.NOT_GRANTED, "NotGranted",
          new Told(
              "The client '" + caller.client() + "' has no grant for the profile '"
                  + profile.shownWhereUnknown() + "'.",
              "A token of 'exec' is for its own profile; others have the 'profiles' of their [[client]] in broker.toml.")));
    }
    if (lock.isLocked()) {
      return completed(LOCKED);
    }
    var now = routes;
    SessionKey key = now.keys().get(profile);
    return key == null ? completed(now.refusalOf(profile)) : bounded(profile, sessions.session(key), waited);
  }

  /**
   * As {@link #vend}, but fetches a new session first even if a valid one is held. A locked broker does it too, so
   * the session is for nobody but who tells of it.
   */
  public CompletableFuture<Vend> refresh(ProfileName profile) {
    var now = routes;
    SessionKey key = now.keys().get(profile);
    return key == null
        ? completed(now.refusalOf(profile))
        : sessions.refresh(key)
            .handle((held, error) -> outcome(profile, held, error));
  }

  /**
   * As {@link #vend} for the user's own command, which may wait for as long as the source takes: the lock may have
   * come by then.
   */
  public CompletableFuture<Vend> session(ProfileName profile) {
    if (lock.isLocked()) {
      return completed(LOCKED);
    }
    var now = routes;
    SessionKey key = now.keys().get(profile);
    return key == null
        ? completed(now.refusalOf(profile))
        : sessions.session(key)
            .handle((held, error) -> lock.isLocked() ? LOCKED : outcome(profile, held, error));
  }

  private CompletableFuture<Vend> bounded(ProfileName profile, CompletableFuture<RoleSession> session,
      Duration waited) {
    if (session instanceof ReadySession ready) {
      return ready.made(Held.class, Held::of).vend();
    }
    if (session.isDone()) {
      return session.handle((held, error) -> outcome(profile, held, error));
    }
    var vend = new CompletableFuture<Vend>();
    var limit = timers.schedule(left(waited), () -> vend.complete(new Unavailable(Failure.of(
        FailureReason.UNREACHABLE, "waiting for the first session",
        "The session is still being fetched.", "Ask again in a second; the fetch goes on meanwhile."),
        NEXT_TRY, true)));
    var _ = session.whenComplete((held, error) -> {
      limit.cancel();
      vend.complete(outcome(profile, held, error));
    });
    return vend;
  }

  private static Duration left(Duration waited) {
    Duration left = LONGEST_WAIT.minus(waited);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What to do about a failure of a profile's session, with the very command to type where a person is needed. */
  public String remedy(ProfileName profile, Failure failure) {
    Failure told = catalog().entries().get(profile) instanceof ProfileCatalog.Servable servable
        ? servable.inItsWords(failure)
        : failure;
    return MfaRemedy.of(told, profile);
  }

  private Vend outcome(ProfileName profile, @Nullable RoleSession session, @Nullable Throwable error) {
    if (session != null) {
      return new Granted(session);
    }
    Throwable cause = error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
    return refusal(profile, cause instanceof FailureException failed
        ? failed.failure()
        : Failure.of(FailureReason.INTERNAL,
            "the broker",
            "The broker failed: " + (cause == null ? "no outcome" : cause.getClass().getSimpleName()) + ".",
            "Look into the daemon's log."));
  }

  private Vend refusal(ProfileName profile, Failure failure) {
    return switch (failure.reason()) {
      case MFA_NEEDED -> new MfaNeeded(new Told(failure.message(), remedy(profile, failure)));
      case SIGN_IN_NEEDED -> new SignInNeeded(new Told(failure.message(), remedy(profile, failure)));
      case LOCAL_CONFIGURATION ->
        new Denied(Denied.Kind.BAD_CONFIGURATION, "BadConfiguration", inWords(profile, failure));
      case EXPIRED_INPUT, ACCESS_DENIED, INVALID_KEY, SIGNATURE_MISMATCH, IDENTITY_REJECTED, REGION_DISABLED,
          POLICY_REFUSED, INVALID_PARAMETER ->
        new Denied(Denied.Kind.REFUSED_UPSTREAM,
            failure.upstreamCode() == null ? "SourceRefused" : failure.upstreamCode(),
            inWords(profile, failure));
      case UNREACHABLE, UPSTREAM_ERROR, THROTTLED, IDENTITY_PROVIDER_UNREACHABLE, MALFORMED_ANSWER,
          INTERNAL ->
        new Unavailable(failure, failure.retryAfter() == null ? NEXT_TRY : failure.retryAfter());
    };
  }

  private static Told inWords(ProfileName profile, Failure failure) {
    return failure.told().after("profile '" + profile + "', ");
  }

  private static CompletableFuture<Vend> completed(Vend vend) {
    return CompletableFuture.completedFuture(vend);
  }

  /** The answer for a session that is held, made once for all who ask: a hit allocates nothing. */
  private record Held(CompletableFuture<Vend> vend) {
    static Held of(RoleSession session) {
      return new Held(completed(new Granted(session)));
    }
  }

  /** Catalog and keys change together, so they travel together. */
  private record Routes(ProfileCatalog catalog, Map<ProfileName, SessionKey> keys) {
    Denied refusalOf(ProfileName profile) {
      return switch (catalog.entries().get(profile)) {
        case ProfileCatalog.Broken(var problem) ->
          new Denied(Denied.Kind.BAD_CONFIGURATION, "BadConfiguration", problem.told());
        case ProfileCatalog.WithoutCredentials(var problem) ->
          new Denied(Denied.Kind.BAD_CONFIGURATION, "BadConfiguration", problem.told());
        case ProfileCatalog.Servable _ -> throw new IllegalStateException("a servable profile has a key");
        case null -> new Denied(Denied.Kind.UNKNOWN_PROFILE, "ProfileNotFound", catalog.without(profile));
      };
    }
  }
}
