package io.credentialbroker.core.profile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One profile, {@code sso-session} or {@code services} section with all that its files say about it.
 *
 * @param name without its prefix
 * @param file where it stands, or stands first when two files have it
 * @param values by lower-case key
 */
record Section(String name, String file, Map<String, Found> values) {

  private static final List<String> OF_CREDENTIALS = List.of("aws_access_key_id", "aws_secret_access_key",
      "aws_session_token", "role_arn", "source_profile", "credential_source", "web_identity_token_file",
      "credential_process", "sso_session", "sso_account_id", "sso_role_name", "sso_start_url",
      "login_session",
      "mfa_serial", "external_id", "role_session_name");

  Section {
    values = Map.copyOf(values);
  }

  /** The value of a key; a key with nothing behind it counts as absent, as tools write such keys. */
  @Nullable
  Found get(String key) {
    Found found = values.get(key.toLowerCase(Locale.ROOT));
    return found == null || found.text().isBlank() ? null : found;
  }

  boolean has(String key) {
    return get(key) != null;
  }

  /** Whether no key is there that somebody writes for credentials' sake. */
  boolean saysNothingOfCredentials() {
    return OF_CREDENTIALS.stream().noneMatch(this::has);
  }

  ProfileProblemException problem(@Nullable String key, String message, String remedy) {
    return new ProfileProblemException(new ProfileProblem(file, name, key, message, remedy));
  }
}
