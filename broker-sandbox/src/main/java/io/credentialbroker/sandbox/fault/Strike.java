package io.credentialbroker.sandbox.fault;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one call: all delays and skews of the rules that fired added up, and the first of the faults
 * that take the place of the answer.
 *
 * @param instead what comes instead of the right answer, if anything
 * @param name the kinds of fault for the log of calls; null when nothing fired
 */
public record Strike(Duration delay, Duration dateSkew, @Nullable Fault instead, @Nullable String name) {

  /** Nothing goes wrong. */
  public static final Strike NONE = new Strike(Duration.ZERO, Duration.ZERO, null, null);

  static Strike of(List<Fault> fired) {
    Duration delay = Duration.ZERO;
    Duration skew = Duration.ZERO;
    Fault instead = null;
    var names = new StringBuilder();
    for (Fault fault : fired) {
      names.append(names.isEmpty() ? "" : "+").append(fault.getClass().getSimpleName());
      switch (fault) {
        case Fault.Latency latency -> delay = delay.plus(latency.delay());
        case Fault.SkewedDate skewed -> skew = skew.plus(skewed.by());
        case Fault.ErrorAnswer _,Fault.Reset _,Fault.Truncated _,Fault.Oversized _,Fault.Nonsense _,Fault.BlackHole _ ->
          instead = instead == null ? fault : instead;
      }
    }
    return fired.isEmpty() ? NONE : new Strike(delay, skew, instead, names.toString());
  }
}
