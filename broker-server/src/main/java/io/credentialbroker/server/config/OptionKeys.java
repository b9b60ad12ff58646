package io.credentialbroker.server.config;

import static io.credentialbroker.server.config.Key.Applies.RELOAD;

import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.SessionTag;
import io.credentialbroker.core.profile.TokenSource;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code [profile.NAME]} adds to a profile, and what {@code [role.NAME]} takes as well. */
final class OptionKeys {
  static final String SECTION = "profile.NAME";
  private static final String NONE = "none";
  private static final String OF_FILES = "the daemon's variables, else the profile's own";
  private static final String OF_PROFILE = "the profile's own";

  static final Key<@Nullable String> SESSION_NAME = option("role_session_name", OptionKinds.TEXT, OF_PROFILE,
      "The role session name, 2 to 64 characters of `[A-Za-z0-9_+=,.@-]`.");
  static final Key<@Nullable Integer> DURATION = option("duration_seconds", OptionKinds.SECONDS, OF_PROFILE,
      "How long a session lasts: 43200 at most for a role, 3600 for a chained one.");
  static final Key<@Nullable String> EXTERNAL_ID = option("external_id", OptionKinds.TEXT, OF_PROFILE,
      "The external id that the role's trust policy asks for.");
  static final Key<@Nullable String> MFA_SERIAL = option("mfa_serial", OptionKinds.TEXT, OF_PROFILE,
      "The MFA device: its ARN, or the serial number of a hardware device.");
  static final Key<MfaDevice.Mode> MFA_MODE = new Key<>(SECTION, "mfa_mode", OptionKinds.MFA_MODE,
      MfaDevice.Mode.SESSION, "\"session\"", RELOAD,
      "Which call carries the one-time code: one GetSessionToken for all roles of the device, or each AssumeRole.");
  static final Key<@Nullable String> SOURCE_IDENTITY = option("source_identity", OptionKinds.TEXT, NONE,
      "The source identity, which CloudTrail keeps along a chain.");
  static final Key<List<SessionTag>> TAGS = new Key<>(SECTION, "tags", OptionKinds.TAGS, List.of(), "{}",
      RELOAD,
      "Session tags, 50 at most.");
  static final Key<List<String>> TRANSITIVE_TAGS = new Key<>(SECTION, "transitive_tags", OptionKinds.TEXTS,
      List.of(), "[]", RELOAD, "Keys of tags that are passed along a chain.");
  static final Key<@Nullable String> POLICY = option("policy", OptionKinds.POLICY, NONE,
      "A session policy: the session may do what both it and the role allow. 2048 characters at most.");
  static final Key<@Nullable Path> POLICY_FILE = option("policy_file", Kinds.PATH, NONE,
      "The same from a file, which is read again when it changes.");
  static final Key<List<String>> POLICY_ARNS = new Key<>(SECTION, "policy_arns", OptionKinds.TEXTS, List.of(),
      "[]", RELOAD, "Managed policies that limit the session in the same way, 10 at most.");
  static final Key<@Nullable String> REGION = option("region", OptionKinds.TEXT, OF_PROFILE,
      "The region whose STS is called, and which `broker env` tells programs.");
  static final Key<@Nullable String> SECOND_REGION = option("second_region", OptionKinds.TEXT, NONE,
      "A region whose STS is called when that of the first one does not answer.");
  static final Key<@Nullable TokenSource> WEB_IDENTITY = option("web_identity", OptionKinds.WEB_IDENTITY,
      NONE,
      "Where the web identity token of the profile's role is had, anew at each call.");
  static final Key<TokenSource.@Nullable Local> SAML_ASSERTION = option("saml_assertion",
      OptionKinds.ASSERTION,
      NONE, "Where a SAML assertion is had, as XML or in base64; makes the profile a SAML profile.");
  static final Key<@Nullable String> SAML_PROVIDER = option("saml_provider", OptionKinds.TEXT,
      "the assertion's own", "The ARN of the SAML provider.");
  static final Key<@Nullable String> FEDERATED_USER = option("federated_user", OptionKinds.TEXT, NONE,
      "The name for GetFederationToken, which is then called with the profile's keys.");

  /** Keys of the shared config that may stand here in the place of the files'. */
  static final List<Key<@Nullable String>> ENDPOINT = List.of(
      option("endpoint_url", OptionKinds.TEXT, OF_FILES, "Where STS is called."),
      option("ignore_configured_endpoint_urls", OptionKinds.SWITCH, OF_FILES,
          "Switches the explicit endpoints off."),
      option("sts_regional_endpoints", OptionKinds.TEXT, OF_FILES,
          "`regional`, or `legacy` for the global one."),
      option("use_fips_endpoint", OptionKinds.SWITCH, OF_FILES, "The FIPS endpoint of STS."),
      option("use_dualstack_endpoint", OptionKinds.SWITCH, OF_FILES, "The dual-stack endpoint of STS."));

  static final List<Key<?>> ALL = Stream
      .concat(Stream.<Key<?>>of(SESSION_NAME, DURATION, EXTERNAL_ID, MFA_SERIAL, MFA_MODE,
          SOURCE_IDENTITY, TAGS, TRANSITIVE_TAGS, POLICY, POLICY_FILE, POLICY_ARNS, REGION, SECOND_REGION,
          WEB_IDENTITY, SAML_ASSERTION, SAML_PROVIDER, FEDERATED_USER), ENDPOINT.stream())
      .toList();

  private OptionKeys() {}

  private static <T> Key<@Nullable T> option(String name, Kind<@Nullable T> kind, String shown,
      String meaning) {
    return new Key<>(SECTION, name, kind, null, shown, RELOAD, meaning);
  }
}
