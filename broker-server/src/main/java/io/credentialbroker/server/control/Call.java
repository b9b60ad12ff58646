package io.credentialbroker.server.control;

import io.credentialbroker.core.profile.ProfileName;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * One request, routed.
 *
 * @param named the profile in the path, where the route has one
 * @param connection whose end is the end of what the request holds
 */
record Call(@Nullable ProfileName named, Channel connection) {
  /** The profile of a route that has one. */
  ProfileName profile() {
    if (named == null) {
      throw new IllegalStateException("this route has no profile");
    }
    return named;
  }
}
