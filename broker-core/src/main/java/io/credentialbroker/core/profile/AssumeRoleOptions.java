package io.credentialbroker.core.profile;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The optional parameters of AssumeRole, already checked against the limits of the STS API.
 *
 * @param sessionName 2 to 64 characters of {@code [\w+=,.@-]}
 * @param duration 900 to 43200 seconds, 3600 at most for a chained role
 * @param externalId 2 to 1224 characters of {@code [\w+=,.@:\/-]}
 * @param mfa the device whose code this very call carries; absent where the base already has MFA, or none is
 *     asked for
 * @param sourceIdentity 2 to 64 characters of {@code [\w+=,.@-]}, not beginning with {@code aws:}
 * @param tags at most 50
 * @param transitiveTagKeys keys of {@code tags}, or of the base's, that are passed along a chain; at most 50
 * @param policy what the session may do at most
 */
public record AssumeRoleOptions(String sessionName, Duration duration, @Nullable String externalId,
    @Nullable MfaDevice mfa, @Nullable String sourceIdentity, List<SessionTag> tags,
    List<String> transitiveTagKeys, SessionPolicy policy) {

  public AssumeRoleOptions {
    tags = SessionTag.inOrder(tags);
    transitiveTagKeys = transitiveTagKeys.stream().distinct().sorted().toList();
  }

  /** Nothing beyond what a plain role profile says. */
  public AssumeRoleOptions(String sessionName, Duration duration, @Nullable String externalId) {
    this(sessionName, duration, externalId, null, null, List.of(), List.of(), SessionPolicy.NONE);
  }
}
