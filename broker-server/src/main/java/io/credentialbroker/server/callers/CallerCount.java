package io.credentialbroker.server.callers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one caller had of one profile within the last hour.
 *
 * @param client the name of the token's owner, {@code user} for the daemon's own user
 * @param uid whose process it was; null where the system did not tell
 * @param granted how many answers had credentials
 * @param others how many had none
 * @param last when the latest answer was given
 */
public record CallerCount(String client, @Nullable Integer uid, long granted, long others, Instant last) {}
