package io.credentialbroker.core.profile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environment form of web identity (IRSA and its like): {@code AWS_WEB_IDENTITY_TOKEN_FILE},
 * {@code AWS_ROLE_ARN}, {@code AWS_ROLE_SESSION_NAME}. It is served as {@code default} when the files say
 * nothing about where the default profile's credentials come from. These variables never touch a profile that
 * assumes a role by itself.
 */
final class EnvironmentProfile {
  private static final List<String> CREDENTIAL_KEYS = List.of("aws_access_key_id", "aws_secret_access_key",
      "role_arn", "credential_source", "web_identity_token_file", "sso_session", "sso_account_id",
      "sso_role_name", "login_session", "credential_process");
  private static final Map<String, String> KEYS = Map.of("AWS_WEB_IDENTITY_TOKEN_FILE",
      "web_identity_token_file", "AWS_ROLE_ARN", "role_arn", "AWS_ROLE_SESSION_NAME", "role_session_name");

  private EnvironmentProfile() {}

  /** The default profile as the variables complete it; null when they are not set or it needs no completing. */
  static @Nullable Section completing(@Nullable Section written, Variables variables) {
    if (written != null && CREDENTIAL_KEYS.stream().anyMatch(written::has)) {
      return null;
    }
    var section = written == null ? new Section("default", "environment", Map.of()) : written;
    if (variables.get("AWS_WEB_IDENTITY_TOKEN_FILE", section) == null) {
      return null;
    }
    var values = new HashMap<>(section.values());
    KEYS.forEach((variable, key) -> {
      Found set = variables.get(variable, section);
      if (set != null) {
        values.put(key, set);
      }
    });
    return new Section(section.name(), section.file(), values);
  }
}
