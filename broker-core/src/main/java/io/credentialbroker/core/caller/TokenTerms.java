package io.credentialbroker.core.caller;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a token reaches beyond its grant.
 *
 * @param expires from when on it is refused, by the broker's clock; null for never
 * @param uids who may present it, where the transport knows the peer; empty for anyone who got past the peer
 *     check
 * @param uses how many requests it is good for; {@link #UNLIMITED} for any number
 * @param remote whether it may come from another machine, whose users the kernel does not know
 */
public record TokenTerms(@Nullable Instant expires, Set<Integer> uids, int uses, boolean remote) {

  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** No end, no user, no number. */
  public static final TokenTerms NONE = new TokenTerms(null, Set.of(), UNLIMITED);

  public TokenTerms {
    uids = Set.copyOf(uids);
    if (uses < 1) {
      throw new IllegalArgumentException("a token is good for one use at least");
    }
  }

  /** For this machine only. */
  public TokenTerms(@Nullable Instant expires, Set<Integer> uids, int uses) {
    this(expires, uids, uses, false);
  }

  /** No end and no number, for these users of this machine. */
  public static TokenTerms of(Set<Integer> uids) {
    return new TokenTerms(null, uids, UNLIMITED, false);
  }

  /** The same, ending at {@code end} if that is sooner. */
  public TokenTerms endingBy(Instant end) {
    return expires != null && !end.isBefore(expires) ? this : new TokenTerms(end, uids, uses, remote);
  }
}
