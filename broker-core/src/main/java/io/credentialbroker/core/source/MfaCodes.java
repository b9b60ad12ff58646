package io.credentialbroker.core.source;

import io.credentialbroker.core.secret.Secret;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a one-time code comes from, if one is there. */
@FunctionalInterface
public interface MfaCodes {
  /** Nobody ever gives one. */
  MfaCodes NONE = _ -> Optional.empty();

  /** What to do where there is no code; who knows the profile that was asked for can say it better. */
  String REMEDY = "Run: broker mfa";

  /**
   * A code that has not been used, or nothing. It is used up by being taken. Waits for no person; may run a
   * command, as it is called on a thread that may block.
   */
  Optional<Secret> take(CodeNeed need);

  /** Sentences on why {@link #take} has just given nothing, beyond that nobody has given a code; may be empty. */
  default String whyNone(CodeNeed need) {
    return "";
  }

  /** The code that was taken for this call was right. {@code end} is when its session ends, where that is known. */
  default void accepted(CodeNeed need, @Nullable Instant end) {}

  /** AWS has refused the code that was taken for this call. */
  default void refused(CodeNeed need) {}
}
