package io.credentialbroker.core.profile;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code broker.toml} adds to a profile: options for which AWS has no profile key, and values that win
 * over the shared files'. Everything may be absent; limits are checked when the profile is resolved.
 *
 * @param sessionName the {@code role_session_name}
 * @param duration how long a session shall last
 * @param externalId the {@code external_id}
 * @param mfaSerial the {@code mfa_serial}
 * @param mfaMode which call carries the one-time code, if there is a device at all
 * @param sourceIdentity put into CloudTrail by STS and kept along a chain
 * @param tags session tags
 * @param transitiveTagKeys keys of tags that are passed along a chain
 * @param policy the inline policy and the managed ones
 * @param region for this profile's STS calls
 * @param secondRegion tried when the first region's STS does not answer
 * @param webIdentity where a web identity token is had; makes the profile a web identity profile
 * @param saml the identity provider's side of AssumeRoleWithSAML; makes the profile a SAML profile
 * @param federatedUser the name for GetFederationToken with a profile's long-term keys
 * @param keys keys of the shared config that stand here in the place of the files', by name: the choice of the
 *     endpoint
 */
public record RoleOptionsOverlay(@Nullable String sessionName, @Nullable Duration duration,
    @Nullable String externalId, @Nullable String mfaSerial, MfaDevice.Mode mfaMode,
    @Nullable String sourceIdentity, List<SessionTag> tags, List<String> transitiveTagKeys,
    SessionPolicy policy, @Nullable String region, @Nullable String secondRegion,
    @Nullable TokenSource webIdentity, @Nullable SamlProvider saml, @Nullable String federatedUser,
    Map<String, String> keys) {

  /** Adds nothing. */
  public static final RoleOptionsOverlay NOTHING = new RoleOptionsOverlay(null, null, null, null,
      MfaDevice.Mode.SESSION, null,
      List.of(), List.of(), SessionPolicy.NONE, null, null, null, null, null);

  public RoleOptionsOverlay {
    tags = List.copyOf(tags);
    transitiveTagKeys = List.copyOf(transitiveTagKeys);
    keys = Map.copyOf(keys);
  }

  /** With no key of the shared config. */
  public RoleOptionsOverlay(@Nullable String sessionName, @Nullable Duration duration,
      @Nullable String externalId, @Nullable String mfaSerial, MfaDevice.Mode mfaMode,
      @Nullable String sourceIdentity, List<SessionTag> tags, List<String> transitiveTagKeys,
      SessionPolicy policy, @Nullable String region, @Nullable String secondRegion,
      @Nullable TokenSource webIdentity, @Nullable SamlProvider saml, @Nullable String federatedUser) {
    this(sessionName, duration, externalId, mfaSerial, mfaMode, sourceIdentity, tags, transitiveTagKeys,
        policy, region, secondRegion, webIdentity, saml, federatedUser, Map.of());
  }

  /** The same with these keys of the shared config. */
  public RoleOptionsOverlay with(Map<String, String> others) {
    return new RoleOptionsOverlay(sessionName, duration, externalId, mfaSerial, mfaMode, sourceIdentity, tags,
        transitiveTagKeys, policy, region, secondRegion, webIdentity, saml, federatedUser, others);
  }

  /**
   * @param assertion where an assertion is had
   * @param providerArn the SAML provider; absent when the assertion tells it
   */
  public record SamlProvider(TokenSource.Local assertion, @Nullable String providerArn) {}
}
