package io.credentialbroker.core.iam.explain;

import java.util.List;

/**
 * One cause that fits.
 *
 * @param because why it fits, one sentence
 * @param mendings what mends it: all of them where the sentence says so, else any
 */
public record LikelyCause(Cause cause, Evidence evidence, String because, List<Mending> mendings) {
  public LikelyCause {
    mendings = List.copyOf(mendings);
  }
}
