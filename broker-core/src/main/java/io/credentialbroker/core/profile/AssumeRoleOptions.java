package io.credentialbroker.core.profile;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The optional parameters of AssumeRole, already checked against the limits of the STS API.
 *
 * @param sessionName 2 to 64 characters of {@code [\w+=,.@-]}
 * @param duration 900 to 43200 seconds, 3600 at most for a chained role
 * @param externalId 2 to 1224 characters of {@code [\w+=,.@:\/-]}
 */
public record AssumeRoleOptions(String sessionName, Duration duration, @Nullable String externalId) {}
