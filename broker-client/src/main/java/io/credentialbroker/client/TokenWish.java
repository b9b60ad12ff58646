package io.credentialbroker.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named token as somebody wants it.
 *
 * @param profiles globs of the profiles it is for; none for all
 * @param uids who may present it; none for the daemon's own user
 * @param life how long it is good for; null for ever
 * @param uses how many requests it is good for; null for any number
 */
public record TokenWish(String name, List<String> profiles, List<Long> uids, @Nullable Duration life,
    @Nullable Long uses) {
  public TokenWish {
    profiles = List.copyOf(profiles);
    uids = List.copyOf(uids);
  }
}
