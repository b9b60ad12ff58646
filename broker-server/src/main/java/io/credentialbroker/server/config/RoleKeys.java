package io.credentialbroker.server.config;

import static io.credentialbroker.server.config.Key.Applies.RELOAD;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code [role.NAME]} takes beside the options: the keys that a profile of the shared config could have. */
final class RoleKeys {
  static final String SECTION = "role.NAME";

  /** Secrets, for which this file is the wrong place. */
  static final Set<String> LONG_TERM = Set.of("aws_access_key_id", "aws_secret_access_key",
      "aws_session_token");

  private static final String NONE = "none";
  private static final String OF_DAEMON = "the daemon's variables";

  static final List<Key<@Nullable String>> ALL = List.of(
      key("role_arn", OptionKinds.TEXT, NONE, "The role."),
      key("source_profile", OptionKinds.TEXT, NONE, "The profile or role whose credentials assume the role."),
      key("credential_source", OptionKinds.TEXT, NONE,
          "`Environment`, `Ec2InstanceMetadata` or `EcsContainer` in the place of a profile."),
      key("web_identity_token_file", OptionKinds.FILE, NONE, "The file with a web identity token."),
      key("credential_process", OptionKinds.TEXT, NONE, "A command that prints credentials."),
      key("aws_account_id", OptionKinds.TEXT, NONE, "The account, for a command that does not tell it."),
      key("sso_session", OptionKinds.TEXT, NONE, "The `[sso-session]` section of the shared config."),
      key("sso_start_url", OptionKinds.TEXT, NONE, "The access portal, where there is no such section."),
      key("sso_region", OptionKinds.TEXT, NONE, "Where the access portal is."),
      key("sso_account_id", OptionKinds.TEXT, NONE, "The account of the permission set."),
      key("sso_role_name", OptionKinds.TEXT, NONE, "The role of the permission set."),
      key("login_session", OptionKinds.TEXT, NONE, "The session of `aws login`."),
      key("services", OptionKinds.TEXT, NONE, "The `[services]` section of the shared config."),
      key("ec2_metadata_service_endpoint", OptionKinds.TEXT, OF_DAEMON,
          "Where the instance's role is asked for."),
      key("ec2_metadata_service_endpoint_mode", OptionKinds.TEXT, OF_DAEMON, "`IPv4` or `IPv6`."),
      key("metadata_service_timeout", OptionKinds.number(1, 99), "1", "Seconds for one request to IMDS."),
      key("metadata_service_num_attempts", OptionKinds.number(1, 99), "1",
          "Requests to IMDS before it counts as failed."));

  private RoleKeys() {}

  private static Key<@Nullable String> key(String name, Kind<@Nullable String> kind, String shown,
      String meaning) {
    return new Key<>(SECTION, name, kind, null, shown, RELOAD, meaning);
  }
}
