package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.Explanation.Setting;
import io.credentialbroker.core.profile.Explanation.Step;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@code broker.toml} that found no place in a profile's recipe. A policy that restricts nothing must
 * not look as if it did, so such a profile is refused.
 */
final class UnusedOptions {
  private UnusedOptions() {}

  static void refuse(Section profile, Resolved resolved, ProfileSettings settings) {
    var used = new HashSet<String>();
    for (Step step = resolved.step(); step != null; step = step.base()) {
      step.settings().stream()
          .filter(setting -> setting.origin().equals(settings.origin())
              || setting.origin().startsWith(settings.origin() + ':'))
          .map(Setting::name)
          .forEach(used::add);
    }
    var overlay = settings.overlayOf(new ProfileName(profile.name()));
    given(overlay).forEach((key, value) -> {
      if (value != null && !used.contains(key)) {
        throw settings.found(profile.name(), key, "").problem(
            "The option has no place in what the profile becomes: " + resolved.recipe().label() + ".",
            "Remove it, or give the profile the role that it is for.");
      }
    });
    overlay.keys().keySet().stream().sorted().findFirst().ifPresent(key -> {
      if (!needsSts(resolved.recipe())) {
        throw settings.found(profile.name(), key, "").problem(
            "The option is about calls of STS, and the profile makes none: " + resolved.recipe().label()
                + ".",
            "Remove it.");
      }
    });
  }

  /** Whether a call of STS is in it; keys that are served as they are count, since others may use them as a base. */
  private static boolean needsSts(Recipe recipe) {
    return switch (recipe) {
      case Recipe.SessionToken _,Recipe.FederationToken _,Recipe.AssumeRole _,Recipe.WebIdentity _,Recipe.Saml _,Recipe.StaticKeys _,Recipe.Environment _ ->
        true;
      case Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.Process _,Recipe.Sso _,Recipe.Login _ ->
        false;
    };
  }

  private static Map<String, @Nullable Object> given(RoleOptionsOverlay overlay) {
    var given = new LinkedHashMap<String, @Nullable Object>();
    given.put("policy", overlay.policy().document());
    given.put("policy_arns", overlay.policy().arns().isEmpty() ? null : overlay.policy().arns());
    given.put("role_session_name", overlay.sessionName());
    given.put("duration_seconds", overlay.duration());
    given.put("external_id", overlay.externalId());
    given.put("mfa_serial", overlay.mfaSerial());
    given.put("source_identity", overlay.sourceIdentity());
    given.put("tags", overlay.tags().isEmpty() ? null : overlay.tags());
    given.put("transitive_tags", overlay.transitiveTagKeys().isEmpty() ? null : overlay.transitiveTagKeys());
    given.put("second_region", overlay.secondRegion());
    given.put("web_identity", overlay.webIdentity());
    given.put("saml_assertion", overlay.saml());
    given.put("federated_user", overlay.federatedUser());
    return given;
  }
}
