package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.RoleOptionsOverlay.SamlProvider;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Overlays in which only a few options are set. */
final class OverlayBuilder {
  private RoleOptionsOverlay made = RoleOptionsOverlay.NOTHING;

  OverlayBuilder sessionName(String it) {
    return with(it, made.duration(), made.externalId(), made.mfaMode(), made.sourceIdentity(), made.tags());
  }

  OverlayBuilder duration(Duration it) {
    return with(made.sessionName(), it, made.externalId(), made.mfaMode(), made.sourceIdentity(),
        made.tags());
  }

  OverlayBuilder externalId(String it) {
    return with(made.sessionName(), made.duration(), it, made.mfaMode(), made.sourceIdentity(), made.tags());
  }

  OverlayBuilder mfaMode(MfaDevice.Mode it) {
    return with(made.sessionName(), made.duration(), made.externalId(), it, made.sourceIdentity(),
        made.tags());
  }

  OverlayBuilder sourceIdentity(String it) {
    return with(made.sessionName(), made.duration(), made.externalId(), made.mfaMode(), it, made.tags());
  }

  OverlayBuilder tags(List<SessionTag> it) {
    return with(made.sessionName(), made.duration(), made.externalId(), made.mfaMode(), made.sourceIdentity(),
        it);
  }

  OverlayBuilder transitive(List<String> it) {
    return rest(it, made.policy(), made.region(), made.secondRegion(), made.webIdentity(), made.saml(),
        made.federatedUser());
  }

  OverlayBuilder policy(SessionPolicy it) {
    return rest(made.transitiveTagKeys(), it, made.region(), made.secondRegion(), made.webIdentity(),
        made.saml(), made.federatedUser());
  }

  OverlayBuilder region(String it) {
    return rest(made.transitiveTagKeys(), made.policy(), it, made.secondRegion(), made.webIdentity(),
        made.saml(), made.federatedUser());
  }

  OverlayBuilder secondRegion(String it) {
    return rest(made.transitiveTagKeys(), made.policy(), made.region(), it, made.webIdentity(), made.saml(),
        made.federatedUser());
  }

  OverlayBuilder webIdentity(TokenSource it) {
    return rest(made.transitiveTagKeys(), made.policy(), made.region(), made.secondRegion(), it, made.saml(),
        made.federatedUser());
  }

  OverlayBuilder saml(SamlProvider it) {
    return rest(made.transitiveTagKeys(), made.policy(), made.region(), made.secondRegion(),
        made.webIdentity(),
        it, made.federatedUser());
  }

  OverlayBuilder federatedUser(String it) {
    return rest(made.transitiveTagKeys(), made.policy(), made.region(), made.secondRegion(),
        made.webIdentity(),
        made.saml(), it);
  }

  RoleOptionsOverlay build() {
    return made;
  }

  private OverlayBuilder with(@Nullable String sessionName, @Nullable Duration duration,
      @Nullable String externalId, MfaDevice.Mode mfaMode, @Nullable String sourceIdentity,
      List<SessionTag> tags) {
    made = new RoleOptionsOverlay(sessionName, duration, externalId, made.mfaSerial(), mfaMode,
        sourceIdentity,
        tags, made.transitiveTagKeys(), made.policy(), made.region(), made.secondRegion(), made.webIdentity(),
        made.saml(), made.federatedUser());
    return this;
  }

  private OverlayBuilder rest(List<String> transitive, SessionPolicy policy, @Nullable String region,
      @Nullable String secondRegion, @Nullable TokenSource webIdentity, @Nullable SamlProvider saml,
      @Nullable String federatedUser) {
    made = new RoleOptionsOverlay(made.sessionName(), made.duration(), made.externalId(), made.mfaSerial(),
        made.mfaMode(), made.sourceIdentity(), made.tags(), transitive, policy, region, secondRegion,
        webIdentity, saml, federatedUser);
    return this;
  }
}
