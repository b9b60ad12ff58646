package io.credentialbroker.core.doctor;

import io.credentialbroker.core.credentials.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one step of a recipe. */
public sealed interface StepOutcome {
  /** The step in a few words. */
  String label();

  /**
   * It gave credentials.
   *
   * @param arn whose they are; absent where nobody could be asked
   * @param took how long it took, the question whose they are included
   */
  record Worked(String label, @Nullable String arn, Duration took) implements StepOutcome {}

  /**
   * It needs a one-time code, which an examination does not spend; the session that is held was taken.
   *
   * @param arn whose it is; absent where it is not known
   */
  record Held(String label, @Nullable String arn) implements StepOutcome {}

  /** It failed, and with it all that comes after. */
  record Failed(String label, Failure failure, Duration took) implements StepOutcome {}

  /** An earlier one failed. */
  record NotTried(String label) implements StepOutcome {}
}
