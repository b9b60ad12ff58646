package io.credentialbroker.core.mfa;

import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.mfa.DeviceStatus.State;
import io.credentialbroker.core.mfa.Given.TurnedAway;
import io.credentialbroker.core.mfa.Given.TurnedAway.Kind;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The door for people: which devices there are, and what becomes of a code. Thread-safe. */
public final class MfaDevices {
  private final Supplier<ProfileCatalog> catalog;
  private final RoleSessions sessions;
  private final Consumer<Set<ProfileName>> retryFailed;
  private final OneTimeCodes codes;
  private final InstantSource clock;

  /**
   * The devices of the profiles that are served.
   *
   * @param retryFailed lets what has failed for want of the code of these profiles be tried again
   */
  public MfaDevices(Supplier<ProfileCatalog> catalog, RoleSessions sessions,
      Consumer<Set<ProfileName>> retryFailed,
      OneTimeCodes codes, InstantSource clock) {
    this.catalog = catalog;
    this.sessions = sessions;
    this.retryFailed = retryFailed;
    this.codes = codes;
    this.clock = clock;
  }

  /** A step, and the profile that has it. */
  private record Behind(ProfileName profile, MfaStep step) {}

  /** How every device stands, sorted by serial. */
  public List<DeviceStatus> all() {
    Map<SessionKey, SessionStatus> standing = standing();
    var all = new ArrayList<DeviceStatus>();
    bySerial().forEach((serial, behind) -> all.add(status(serial, behind, standing)));
    return List.copyOf(all);
  }

  /** When the next code of a profile will be due, at the latest; null when no session of a code is held. */
  public static @Nullable Instant due(List<MfaStep> steps, Map<SessionKey, SessionStatus> standing) {
    return steps.stream().map(step -> end(step, standing)).filter(Objects::nonNull)
        .min(Comparator.naturalOrder()).orElse(null);
  }

  /** Tries a code at once for the device of a profile. Never completes exceptionally. */
  public CompletableFuture<Given> give(ProfileName profile, Secret code) {
    return switch (catalog.get().entries().get(profile)) {
      case ProfileCatalog.Broken(var problem) -> away(Kind.BAD_CONFIGURATION, problem.told());
      case ProfileCatalog.WithoutCredentials(var problem) -> away(Kind.BAD_CONFIGURATION, problem.told());
      case ProfileCatalog.Servable servable -> {
        var steps = MfaStep.of(servable.recipe());
        yield steps.isEmpty()
            ? away(Kind.NO_DEVICE,
                Told.of("The profile '" + profile + "' needs no one-time code: it has no mfa_serial."))
            : give(wanting(steps), code);
      }
      case null -> away(Kind.UNKNOWN_PROFILE, catalog.get().without(profile));
    };
  }

  /** As {@link #give(ProfileName, Secret)}, for the call of this device that needs a code most. */
  public CompletableFuture<Given> give(String serial, Secret code) {
    var behind = bySerial().get(serial);
    return behind == null
        ? away(Kind.UNKNOWN_DEVICE,
            new Told("No profile that is served has this MFA device.", "GET /v1/mfa lists the devices."))
        : give(wanting(behind.stream().map(Behind::step).toList()), code);
  }

  private CompletableFuture<Given> give(MfaStep step, Secret code) {
    if (!code.reveal().matches("[0-9]{6}")) {
      return away(Kind.NOT_A_CODE, Told.of("A one-time code has six digits."));
    }
    return switch (codes.put(step.device(), step.key(), code)) {
      case THERE -> tried(step).handle((session, error) -> outcome(step, session, error));
      case USED -> away(Kind.USED, new Told("This code has been used, and AWS takes a code once.",
          "Wait for the next one, half a minute at most."));
      case WAITS -> away(Kind.WAITS, Told.of(OneTimeCodes.waits(
          Objects.requireNonNullElseGet(codes.waitsUntil(step.device().serial()), clock::instant))));
    };
  }

  /** A fetch that was under way already may have looked for a code just before this one was there. */
  private CompletableFuture<RoleSession> tried(MfaStep step) {
    return sessions.refresh(step.key())
        .exceptionallyCompose(error -> failure(error).reason() == FailureReason.MFA_NEEDED
            && codes.holds(step.device(), step.key())
                ? sessions.refresh(step.key())
                : CompletableFuture.failedFuture(error));
  }

  private Given outcome(MfaStep step, @Nullable RoleSession session, @Nullable Throwable error) {
    if (session == null) {
      return new Given.Failed(failure(error), codes.waitsUntil(step.device().serial()));
    }
    var profiles = bySerial().getOrDefault(step.device().serial(), List.of()).stream()
        .filter(behind -> behind.step().key().equals(step.key())).map(Behind::profile).toList();
    retryFailed.accept(Set.copyOf(profiles));
    return new Given.Accepted(step.device().serial(), profiles, session.expiration());
  }

  /** The step that a code is most wanted for: one that has failed for want of it, one that holds nothing, the oldest. */
  private MfaStep wanting(List<MfaStep> steps) {
    var standing = standing();
    return steps.stream().min(Comparator.comparingInt((MfaStep step) -> rank(standing.get(step.key())))
        .thenComparing(step -> Objects.requireNonNullElse(end(step, standing), Instant.MAX))).orElseThrow();
  }

  private static int rank(@Nullable SessionStatus status) {
    return status == null
        ? 1
        : switch (status.state()) {
          case MFA_NEEDED -> 0;
          case IDLE, FETCHING, FAILED, SIGN_IN_NEEDED -> 1;
          case STALE -> 2;
          case FRESH -> 3;
        };
  }

  private DeviceStatus status(String serial, List<Behind> behind, Map<SessionKey, SessionStatus> standing) {
    var steps = behind.stream().map(Behind::step).toList();
    Instant due = due(steps, standing);
    Instant waits = codes.waitsUntil(serial);
    return new DeviceStatus(serial, state(steps, standing, due, waits),
        behind.stream().map(Behind::profile).distinct().sorted().toList(), due, waits,
        codes.hasCommand(serial));
  }

  private State state(List<MfaStep> steps, Map<SessionKey, SessionStatus> standing, @Nullable Instant due,
      @Nullable Instant waits) {
    if (waits != null) {
      return State.WAITS;
    }
    if (steps.stream().anyMatch(step -> rank(standing.get(step.key())) == 0)) {
      return State.NEEDED;
    }
    if (due == null) {
      return State.IDLE;
    }
    return due.isAfter(clock.instant().plus(CodesDue.LEAD)) ? State.HELD : State.DUE_SOON;
  }

  private static @Nullable Instant end(MfaStep step, Map<SessionKey, SessionStatus> standing) {
    SessionStatus status = standing.get(step.key());
    RoleSession session = status == null ? null : status.session();
    return session == null ? null : session.expiration();
  }

  private SortedMap<String, List<Behind>> bySerial() {
    var devices = new TreeMap<String, List<Behind>>();
    new TreeMap<>(catalog.get().entries()).forEach((profile, entry) -> {
      if (entry instanceof ProfileCatalog.Servable servable) {
        for (MfaStep step : MfaStep.of(servable.recipe())) {
          devices.computeIfAbsent(step.device().serial(), _ -> new ArrayList<>())
              .add(new Behind(profile, step));
        }
      }
    });
    return devices;
  }

  private Map<SessionKey, SessionStatus> standing() {
    return sessions.status().stream()
        .collect(Collectors.toMap(SessionStatus::key, Function.identity(), (one, _) -> one));
  }

  private static Failure failure(@Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
    return cause instanceof FailureException failed
        ? failed.failure()
        : Attempt.unexpected("broker mfa", cause == null ? new IllegalStateException() : cause);
  }

  private static CompletableFuture<Given> away(Kind kind, Told told) {
    return CompletableFuture.completedFuture(new TurnedAway(kind, told));
  }
}
