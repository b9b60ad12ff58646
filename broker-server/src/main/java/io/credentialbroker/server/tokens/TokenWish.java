package io.credentialbroker.server.tokens;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token as somebody wants it.
 *
 * @param name how logs will call its client
 * @param profiles globs of the profiles it is for
 * @param uids who may present it; empty for the daemon's own user
 * @param life how long it is good for; null for ever
 * @param uses how many requests it is good for; {@link io.credentialbroker.core.caller.TokenTerms#UNLIMITED} for
 *     any number
 */
public record TokenWish(String name, List<String> profiles, Set<Integer> uids, @Nullable Duration life,
    int uses) {
  public TokenWish {
    profiles = List.copyOf(profiles);
    uids = Set.copyOf(uids);
  }
}
