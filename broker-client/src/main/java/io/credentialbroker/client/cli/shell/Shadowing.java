package io.credentialbroker.client.cli.shell;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The variables by which an SDK would find other credentials, and find them first: in the default chains of all
 * SDKs the container endpoint comes after keys, profiles and web identity, and its relative form comes before
 * the full one. The old names are those that the first generation of SDKs still reads.
 */
public final class Shadowing {
  private static final List<String> NAMES = List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SECURITY_TOKEN",
      "AWS_CREDENTIAL_EXPIRATION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN",
      "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
      "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");

  private Shadowing() {}

  /** All that have to go for these variables to count; a variable that is set anew need not go first. */
  public static List<String> of(Collection<String> set) {
    return NAMES.stream().filter(name -> !set.contains(name)).toList();
  }

  /** Whether SDKs find credentials by it. */
  static boolean isOne(String name) {
    return NAMES.contains(name);
  }

  /** Those of them that are there. */
  public static List<String> present(Collection<String> set, Map<String, String> environment) {
    return of(set).stream().filter(environment::containsKey).toList();
  }
}
