package io.credentialbroker.core.profile;

import java.time.Duration;
import java.util.Map;

/**
 * What {@code broker.toml} says about profiles.
 *
 * @param origin how messages name the place of these settings, e.g. the path of {@code broker.toml}
 * @param include which profiles are served; the others may still be sources
 * @param exclude which of the included are not served after all
 * @param serveStaticKeys which profiles' long-term keys are handed out as they are
 * @param keepWarm which profiles are fetched at start and never dropped for idleness
 * @param sessionNaming the role session name of profiles that set none
 * @param keySession how long sessions for long-term keys last (GetSessionToken), 900 to 129600 seconds
 * @param overlays options added to profiles
 * @param roles profiles defined in place: the keys a shared config file could have, by name; options for them
 *     stand in {@code overlays}
 */
public record ProfileSettings(String origin, ProfileGlobs include, ProfileGlobs exclude,
    ProfileGlobs serveStaticKeys, ProfileGlobs keepWarm, SessionNaming sessionNaming, Duration keySession,
    Map<ProfileName, RoleOptionsOverlay> overlays, Map<ProfileName, Map<String, String>> roles) {

  /** The default of GetSessionToken for an IAM user. */
  public static final Duration KEY_SESSION = Duration.ofHours(12);

  public ProfileSettings {
    overlays = Map.copyOf(overlays);
    roles = Map.copyOf(roles);
  }

  /** Everything served, nothing added: what holds without a {@code broker.toml}. */
  public static ProfileSettings defaults(SessionNaming naming) {
    return new ProfileSettings("broker.toml", ProfileGlobs.ALL, ProfileGlobs.NONE, ProfileGlobs.NONE,
        ProfileGlobs.NONE, naming, KEY_SESSION, Map.of(), Map.of());
  }

  boolean serves(ProfileName name) {
    return include.match(name) && !exclude.match(name);
  }

  RoleOptionsOverlay overlayOf(ProfileName name) {
    return overlays.getOrDefault(name, RoleOptionsOverlay.NOTHING);
  }
}
