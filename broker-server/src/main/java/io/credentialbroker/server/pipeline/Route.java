package io.credentialbroker.server.pipeline;

/**
 * A path prefix after which the name of a profile stands, and the protocol that is spoken there.
 *
 * @param prefix begins and ends with a slash, e.g. {@code /v1/credentials/}
 */
public record Route(String prefix, Protocol protocol) {
  public Route {
    if (prefix.length() < 2 || !prefix.startsWith("/") || !prefix.endsWith("/")) {
      throw new IllegalArgumentException("a route begins and ends with a slash: " + prefix);
    }
  }
}
