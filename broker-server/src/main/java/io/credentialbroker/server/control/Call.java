package io.credentialbroker.server.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.core.profile.ProfileName;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * One request, routed.
 *
 * @param named the profile in the path, where the route has one
 * @param body what came with a {@code POST}; has only keys that the route knows, and may hold a secret
 * @param connection whose end is the end of what the request holds
 */
record Call(@Nullable ProfileName named, ObjectNode body, Channel connection) {
  /** The profile of a route that has one. */
  ProfileName profile() {
    if (named == null) {
      throw new IllegalStateException("this route has no profile");
    }
    return named;
  }

  /** Without the body, which may hold a one-time code. */
  @Override
  public String toString() {
    return named == null ? "Call" : "Call[" + named + "]";
  }
}
