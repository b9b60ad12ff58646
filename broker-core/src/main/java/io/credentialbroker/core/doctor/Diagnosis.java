package io.credentialbroker.core.doctor;

import io.credentialbroker.core.iam.explain.LikelyCause;
import io.credentialbroker.core.profile.ProfileName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an examination found. Nothing in it is secret.
 *
 * @param steps in the order in which they are made, the served one last
 * @param causes of the failure, the surest first; empty where nothing failed
 * @param clockAhead how far this machine's clock is ahead of AWS's, negative when it is behind; absent where AWS
 *     did not answer
 * @param heldUntil until when the session lasts that is served meanwhile; absent where none is held
 */
public record Diagnosis(ProfileName profile, List<StepOutcome> steps, List<LikelyCause> causes,
    @Nullable Duration clockAhead, @Nullable Instant heldUntil) {
  public Diagnosis {
    steps = List.copyOf(steps);
    causes = List.copyOf(causes);
  }

  public boolean healthy() {
    return failed().isEmpty();
  }

  /** The step that failed. */
  public Optional<StepOutcome.Failed> failed() {
    return steps.stream().filter(StepOutcome.Failed.class::isInstance).map(StepOutcome.Failed.class::cast)
        .findFirst();
  }
}
