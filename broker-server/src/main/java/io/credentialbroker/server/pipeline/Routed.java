package io.credentialbroker.server.pipeline;

import io.credentialbroker.core.profile.ProfileName;
import io.netty.handler.codec.http.HttpHeaders;

/** A request that has found its place: what is asked for, and the headers, in which the token still is. */
record Routed(Protocol protocol, ProfileName profile, HttpHeaders headers) {
  /** Without the headers: they hold the token. */
  @Override
  public String toString() {
    return "Routed[" + profile + ']';
  }
}
