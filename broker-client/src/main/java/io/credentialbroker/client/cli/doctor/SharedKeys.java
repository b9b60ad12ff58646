package io.credentialbroker.client.cli.doctor;

import io.credentialbroker.client.cli.usage.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys that the broker, the SDKs or the AWS CLI read in a profile or an {@code sso-session}. Any other is passed
 * over without a word, so that a mistyped one looks as if it did something.
 */
final class SharedKeys {
  /** A shorter word is near to too many. */
  private static final int SHORTEST = 5;
  private static final int MOST_CHANGES = 2;

  /** As docs/profiles.md has them; a test holds the two together. */
  static final Set<String> OF_SDKS = words(
      """
          aws_access_key_id aws_secret_access_key aws_session_token aws_security_token aws_account_id role_arn
          source_profile credential_source role_session_name duration_seconds external_id mfa_serial
          web_identity_token_file credential_process sso_session sso_start_url sso_region sso_account_id sso_role_name
          sso_registration_scopes login_session region endpoint_url services ignore_configured_endpoint_urls
          sts_regional_endpoints use_fips_endpoint use_dualstack_endpoint ec2_metadata_service_endpoint
          ec2_metadata_service_endpoint_mode ec2_metadata_v1_disabled metadata_service_timeout
          metadata_service_num_attempts account_id_endpoint_mode sdk_ua_app_id retry_mode max_attempts defaults_mode
          auth_scheme_preference sigv4a_signing_region_set aws_endpoint_discovery_enabled
          s3_us_east_1_regional_endpoint s3_disable_express_session_auth disable_request_compression
          request_min_compression_size_bytes request_checksum_calculation response_checksum_validation""");

  /** What the AWS CLI and single SDKs have beside these. */
  private static final Set<String> OF_TOOLS = words(
      """
          output ca_bundle api_versions parameter_validation tcp_keepalive cli_pager cli_auto_prompt cli_history
          cli_timestamp_format cli_binary_format cli_follow_urlparam cli_help_output cli_error_format
          user_agent_appid user_agent_extra payload_signing_enabled s3 s3api s3_use_arn_region
          s3_disable_multiregion_access_points s3_us_east_1_regional_endpoints ec2_metadata_v2_required csm_enabled
          csm_host csm_port csm_client_id endpoint_discovery_enabled expiration aws_session_expiration
          x_security_token_expires x_principal_arn""");

  private static final Set<String> KNOWN = Stream.concat(OF_SDKS.stream(), OF_TOOLS.stream())
      .collect(Collectors.toUnmodifiableSet());

  private SharedKeys() {}

  static boolean known(String key) {
    return KNOWN.contains(key);
  }

  /** The key that one nobody reads was probably meant to be: a letter or two off, or without its first word. */
  static Optional<String> meant(String key) {
    if (known(key) || key.length() < SHORTEST) {
      return Optional.empty();
    }
    return Nearest.to(key, OF_SDKS).filter(near -> Nearest.distance(key, near) <= MOST_CHANGES)
        .or(() -> only(OF_SDKS.stream()
            .filter(one -> one.endsWith('_' + key) || key.equals("aws_" + one)).toList()));
  }

  private static Optional<String> only(List<String> found) {
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }
}
