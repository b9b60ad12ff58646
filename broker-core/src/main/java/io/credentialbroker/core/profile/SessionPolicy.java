package io.credentialbroker.core.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session may do at most, beside what its role allows.
 *
 * @param document the inline policy's JSON text, 2048 characters at most
 * @param arns of managed policies, 10 at most, in order and without repetition
 */
public record SessionPolicy(@Nullable String document, List<String> arns) {
  /** No restriction: all that the role allows. */
  public static final SessionPolicy NONE = new SessionPolicy(null, List.of());

  public SessionPolicy {
    arns = arns.stream().distinct().sorted().toList();
  }
}
