package io.credentialbroker.core.doctor;

import io.credentialbroker.core.aws.ClockSkew;
import io.credentialbroker.core.credentials.Attempt;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.iam.explain.FailedCall;
import io.credentialbroker.core.iam.explain.LikelyCause;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionStatus;
import io.credentialbroker.core.source.MfaCodes;
import io.credentialbroker.core.sts.CallerIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One examination: from the step that begins a recipe to the served one, or to the first that fails. */
final class Walk {
  /** What a wrong place to ask cannot be the reason of. */
  private static final Set<FailureReason> OF_THE_KEYS = Set.of(FailureReason.INVALID_KEY,
      FailureReason.SIGNATURE_MISMATCH, FailureReason.EXPIRED_INPUT);

  private final Doctor doctor;
  private final ProfileName profile;
  private final List<Recipe> steps;
  private final StsEndpoint anyEndpoint;
  private final UnaryOperator<Failure> words;
  private final Instant began;
  private final List<StepOutcome> outcomes = new ArrayList<>();

  /**
   * A walk that has not begun.
   *
   * @param words gives a failure the profile's own remedy
   */
  Walk(Doctor doctor, ProfileName profile, List<Recipe> steps, StsEndpoint anyEndpoint,
      UnaryOperator<Failure> words) {
    this.doctor = doctor;
    this.profile = profile;
    this.steps = steps;
    this.anyEndpoint = anyEndpoint;
    this.words = words;
    this.began = doctor.clock().instant();
  }

  CompletableFuture<Diagnosis> begin() {
    return from(0, null, null);
  }

  /** The futures follow each other, so that nothing here is written by two threads at once. */
  private CompletableFuture<Diagnosis> from(int index, @Nullable Credentials base, @Nullable String caller) {
    if (index == steps.size()) {
      return CompletableFuture.completedFuture(diagnosis(List.of()));
    }
    Recipe step = steps.get(index);
    Instant start = doctor.clock().instant();
    var source = made(step, base);
    var known = source
        .thenCompose(got -> whose(index, got).thenApply(arn -> new Made(got, arn.orElse(null))));
    return known.handle((made, error) -> {
      Duration took = Duration.between(start, doctor.clock().instant());
      if (error != null) {
        return failed(index, words.apply(failure(step, error)), source.isCompletedExceptionally(), caller,
            took);
      }
      outcomes.add(step.mfa() == null
          ? new StepOutcome.Worked(step.label(), made.arn(), took)
          : new StepOutcome.Held(step.label(), made.arn()));
      return from(index + 1, made.credentials(), made.arn());
    }).thenCompose(Function.identity());
  }

  private record Made(Credentials credentials, @Nullable String arn) {}

  private CompletableFuture<Credentials> made(Recipe step, @Nullable Credentials base) {
    MfaDevice device = step.mfa();
    if (device == null) {
      return doctor.sources().once(step, base);
    }
    Optional<SessionStatus> standing = standing(step);
    return standing.flatMap(this::valid).map(CompletableFuture::completedFuture)
        .orElseGet(() -> CompletableFuture.failedFuture(new FailureException(
            standing.map(SessionStatus::lastFailure).orElseGet(() -> codeNeeded(step, device)))));
  }

  private static Failure codeNeeded(Recipe step, MfaDevice device) {
    return Failure.of(FailureReason.MFA_NEEDED, step.label(),
        "A one-time code of the MFA device " + device.serial() + " is needed.", MfaCodes.REMEDY);
  }

  private Optional<SessionStatus> standing(Recipe step) {
    var key = SessionKey.of(step);
    return doctor.sessions().status().stream().filter(one -> one.key().equals(key)).findFirst();
  }

  private Optional<Credentials> valid(SessionStatus status) {
    RoleSession session = status.session();
    return session == null || session.isExpiredAt(doctor.clock().instant())
        ? Optional.empty()
        : Optional.of(session.credentials());
  }

  /** Keys from this machine have not been shown to AWS yet; asking whose they are does that. */
  private CompletableFuture<Optional<String>> whose(int index, Credentials got) {
    if (got.arn() != null && FailedCalls.endpoint(steps.get(index)) != null) {
      return CompletableFuture.completedFuture(Optional.of(got.arn()));
    }
    StsEndpoint next = nextEndpoint(index);
    if (next != null) {
      return doctor.sts().callerIdentity(got, next).thenApply(CallerIdentity::arn).thenApply(Optional::of);
    }
    return doctor.sts().callerIdentity(got, anyEndpoint).thenApply(identity -> Optional.of(identity.arn()))
        .exceptionally(error -> {
          Failure failure = failure(steps.get(index), error);
          if (OF_THE_KEYS.contains(failure.reason())) {
            throw new FailureException(failure);
          }
          return Optional.ofNullable(got.arn());
        });
  }

  /** Where the first call goes from a step on; null where none follows. */
  private @Nullable StsEndpoint nextEndpoint(int index) {
    return steps.subList(index, steps.size()).stream().map(FailedCalls::endpoint).filter(Objects::nonNull)
        .findFirst().orElse(null);
  }

  /** With {@code itself}, the step gave nothing; without it, STS refused what the step gave. */
  private CompletableFuture<Diagnosis> failed(int index, Failure failure, boolean itself,
      @Nullable String caller,
      Duration took) {
    Recipe step = steps.get(index);
    outcomes.add(new StepOutcome.Failed(step.label(), failure, took));
    steps.subList(index + 1, steps.size())
        .forEach(later -> outcomes.add(new StepOutcome.NotTried(later.label())));
    List<LikelyCause> own = itself ? SourceCauses.of(step, failure) : List.of();
    if (!own.isEmpty()) {
      return CompletableFuture.completedFuture(diagnosis(own));
    }
    var known = new FailedCall.Known(caller, clockAhead());
    return claims(step).thenApply(token -> diagnosis(
        StepCauses.of(step, failure, nextEndpoint(index), hasAnswered(index),
            FailedCalls.of(profile, step, failure, known, token.orElse(null), nextEndpoint(index)))));
  }

  /** Whether STS, at the address that a step calls, told an earlier one whose its credentials are. */
  private boolean hasAnswered(int index) {
    StsEndpoint endpoint = nextEndpoint(index);
    return endpoint != null && IntStream.range(0, index).anyMatch(
        earlier -> endpoint.equals(nextEndpoint(earlier))
            && outcomes.get(earlier) instanceof StepOutcome.Worked worked && worked.arn() != null);
  }

  private CompletableFuture<Optional<FailedCall.Token>> claims(Recipe step) {
    if (!(step instanceof Recipe.WebIdentity web)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return doctor.sources().token(web).thenApply(token -> Optional.ofNullable(TokenClaims.of(token)))
        // That there is no token has been told as the step's own failure.
        .exceptionally(_ -> Optional.empty());
  }

  private Diagnosis diagnosis(List<LikelyCause> causes) {
    Instant heldUntil = standing(steps.getLast()).filter(status -> valid(status).isPresent())
        .map(SessionStatus::session).map(RoleSession::expiration).orElse(null);
    return new Diagnosis(profile, outcomes, causes, clockAhead(), heldUntil);
  }

  private @Nullable Duration clockAhead() {
    ClockSkew skew = doctor.skew().get();
    return skew == null || skew.measured().isBefore(began) ? null : skew.ahead().negated();
  }

  private static Failure failure(Recipe step, Throwable error) {
    Throwable bare = error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
    return bare instanceof FailureException known
        ? known.failure()
        : Attempt.unexpected(step.label(), bare);
  }
}
