package io.credentialbroker.core.profile;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param lines on which lines of {@code origin} a profile's keys stand, counted from 1; under the empty key the
 *     line of its table. What is not in it has a place without a line
 */
public record ProfileSettings(String origin, ProfileGlobs include, ProfileGlobs exclude,
    ProfileGlobs serveStaticKeys, ProfileGlobs keepWarm, SessionNaming sessionNaming, Duration keySession,
    Map<ProfileName, RoleOptionsOverlay> overlays, Map<ProfileName, Map<String, String>> roles,
    Map<ProfileName, Map<String, Integer>> lines) {

  /** The default of GetSessionToken for an IAM user. */
  public static final Duration KEY_SESSION = Duration.ofHours(12);

  public ProfileSettings {
    overlays = Map.copyOf(overlays);
    roles = Map.copyOf(roles);
    lines = Map.copyOf(lines);
  }

  /** Settings of which no lines are known. */
  public ProfileSettings(String origin, ProfileGlobs include, ProfileGlobs exclude,
      ProfileGlobs serveStaticKeys, ProfileGlobs keepWarm, SessionNaming sessionNaming, Duration keySession,
      Map<ProfileName, RoleOptionsOverlay> overlays, Map<ProfileName, Map<String, String>> roles) {
    this(origin, include, exclude, serveStaticKeys, keepWarm, sessionNaming, keySession, overlays, roles,
        Map.of());
  }

  /** Everything served, nothing added: what holds without a {@code broker.toml}. */
  public static ProfileSettings defaults(SessionNaming naming) {
    return new ProfileSettings("broker.toml", ProfileGlobs.ALL, ProfileGlobs.NONE, ProfileGlobs.NONE,
        ProfileGlobs.NONE, naming, KEY_SESSION, Map.of(), Map.of());
  }

  boolean serves(ProfileName name) {
    return leftOutBy(name) == null;
  }

  /** The key that keeps a profile from being served; null where none does. */
  @Nullable
  String leftOutBy(ProfileName name) {
    return !include.match(name) ? "profiles.include" : exclude.match(name) ? "profiles.exclude" : null;
  }

  /** Where a profile's key stands here: on its line, else on that of its table, else just here. */
  Found.Place placeOf(String profile, String key) {
    Map<String, Integer> known = ProfileName.fits(profile)
        ? lines.getOrDefault(new ProfileName(profile), Map.of())
        : Map.of();
    return new Found.Place(origin, profile, known.getOrDefault(key, known.getOrDefault("", 0)));
  }

  /** Whether a key is known to be written here for a profile. */
  boolean knows(String profile, String key) {
    return ProfileName.fits(profile)
        && lines.getOrDefault(new ProfileName(profile), Map.of()).containsKey(key);
  }

  /** A value that is written here. */
  Found found(String profile, String key, String text) {
    return new Found(placeOf(profile, key), key, text);
  }

  RoleOptionsOverlay overlayOf(ProfileName name) {
    return overlays.getOrDefault(name, RoleOptionsOverlay.NOTHING);
  }
}
