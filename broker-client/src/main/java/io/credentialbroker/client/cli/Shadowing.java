package io.credentialbroker.client.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The variables by which an SDK would find other credentials, and find them first: in the default chains of all
 * SDKs the container endpoint comes after keys, profiles and web identity, and its relative form comes before
 * the full one. The old names are those that the first generation of SDKs still reads.
 */
final class Shadowing {
  private static final List<String> NAMES = List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SECURITY_TOKEN",
      "AWS_CREDENTIAL_EXPIRATION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN",
      "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
      "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");

  /** Where the broker serves a profile, and where its sandbox can be. */
  private static final Pattern VENDED = Pattern.compile("http://[^/]+/v1/credentials/[^/]+");
  private static final Pattern LOOPBACK = Pattern.compile("http://(127\\.[0-9.]+|\\[::1]):[0-9]+/?");

  private Shadowing() {}

  /** All that have to go for these variables to count; a variable that is set anew need not go first. */
  static List<String> of(Collection<String> set) {
    return NAMES.stream().filter(name -> !set.contains(name)).toList();
  }

  /**
   * What another profile of the broker has set here and this one does not set: its region, or the address of a sandbox.
   * The broker sets both names of a region alike; where they differ, somebody else has set one.
   *
   * @param set the names that this profile sets
   */
  static List<String> leftBehind(Collection<String> set, Map<String, String> environment) {
    if (!VENDED.matcher(environment.getOrDefault("AWS_CONTAINER_CREDENTIALS_FULL_URI", "")).matches()) {
      return List.of();
    }
    var left = new ArrayList<String>();
    String region = environment.get("AWS_REGION");
    if (region != null && region.equals(environment.get("AWS_DEFAULT_REGION"))) {
      left.addAll(List.of("AWS_REGION", "AWS_DEFAULT_REGION"));
    }
    if (LOOPBACK.matcher(environment.getOrDefault("AWS_ENDPOINT_URL", "")).matches()) {
      left.add("AWS_ENDPOINT_URL");
    }
    left.removeAll(set);
    return List.copyOf(left);
  }

  /** Those of them that are there. */
  static List<String> present(Collection<String> set, Map<String, String> environment) {
    return of(set).stream().filter(environment::containsKey).toList();
  }
}
