package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.RoleOptionsOverlay.SamlProvider;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options of one profile's STS call: what {@code broker.toml} says wins over what the shared files say, and
 * each is checked and written into the step's trail as it is read.
 */
final class Options {
  private final Section profile;
  private final ProfileSettings settings;
  private final RoleOptionsOverlay overlay;
  private final Trail trail;

  Options(Section profile, ProfileSettings settings, Trail trail) {
    this.profile = profile;
    this.settings = settings;
    this.overlay = settings.overlayOf(new ProfileName(profile.name()));
    this.trail = trail;
  }

  @Nullable
  TokenSource webIdentity() {
    return overlay.webIdentity();
  }

  @Nullable
  SamlProvider saml() {
    return overlay.saml();
  }

  String roleArn(Found written) {
    return StsLimits.roleArn(trail.took("role_arn", withoutOddAccount(written)));
  }

  String sessionName() {
    Found chosen = either(overlay.sessionName(), "role_session_name");
    return chosen == null
        ? trail.byDefault("role_session_name", settings.sessionNaming().nameFor(profile.name()))
        : StsLimits.sessionName(trail.took("role_session_name", chosen));
  }

  /** What is asked for a role; absent for whatever STS gives. */
  @Nullable
  Duration duration() {
    Found chosen = asked();
    return chosen == null
        ? null
        : StsLimits.duration(trail.took("duration_seconds", chosen), StsLimits.LONGEST_ROLE_SECONDS);
  }

  private @Nullable Found asked() {
    Duration added = overlay.duration();
    return either(added == null ? null : Long.toString(added.toSeconds()), "duration_seconds");
  }

  /** What is asked for a role, an hour by default and an hour at most for a chained one. */
  Duration duration(boolean chained) {
    Found chosen = asked();
    if (chosen == null) {
      trail.byDefault("duration_seconds", Integer.toString(StsLimits.LONGEST_CHAINED_SECONDS));
      return Duration.ofSeconds(StsLimits.LONGEST_CHAINED_SECONDS);
    }
    Duration asked = StsLimits.duration(chosen, StsLimits.LONGEST_ROLE_SECONDS);
    if (chained && asked.toSeconds() > StsLimits.LONGEST_CHAINED_SECONDS) {
      trail.tookFrom("duration_seconds", StsLimits.LONGEST_CHAINED_SECONDS + " (" + asked.toSeconds()
          + " asked; a chained role gets at most 1 hour)", chosen.where().toString());
      trail.note(
          "Profile " + profile.name() + " asks for " + asked.toSeconds() + " seconds; a session of a role"
              + " that another role assumes lasts " + StsLimits.LONGEST_CHAINED_SECONDS + " at most.");
      return Duration.ofSeconds(StsLimits.LONGEST_CHAINED_SECONDS);
    }
    trail.took("duration_seconds", chosen);
    return asked;
  }

  @Nullable
  String externalId() {
    Found chosen = either(overlay.externalId(), "external_id");
    return chosen == null ? null : StsLimits.externalId(trail.took("external_id", chosen));
  }

  /** The profile's MFA device; written into the trail of the step that carries the code. */
  @Nullable
  String mfaSerial(Trail carrier) {
    Found chosen = either(overlay.mfaSerial(), "mfa_serial");
    return chosen == null ? null : StsLimits.mfaSerial(carrier.took("mfa_serial", chosen));
  }

  boolean mfaAtEachCall() {
    return overlay.mfaMode() == MfaDevice.Mode.ROLE;
  }

  @Nullable
  String sourceIdentity() {
    Found chosen = added("source_identity", overlay.sourceIdentity());
    return chosen == null ? null : StsLimits.sourceIdentity(trail.took("source_identity", chosen));
  }

  List<SessionTag> tags() {
    String inWords = overlay.tags().stream().map(tag -> tag.key() + '=' + tag.value())
        .collect(Collectors.joining(", "));
    return StsLimits.tags(listed("tags", inWords), overlay.tags());
  }

  List<String> transitiveTagKeys() {
    return StsLimits.transitiveTagKeys(listed("transitive_tags", String.join(", ",
        overlay.transitiveTagKeys())), overlay.transitiveTagKeys());
  }

  SessionPolicy policy() {
    String document = overlay.policy().document();
    // The text of a policy may stand in a file, which another key names.
    String key = settings.knows(profile.name(), "policy_file") ? "policy_file" : "policy";
    Found place = listed("policy", key, document == null ? "" : document);
    listed("policy_arns", String.join(", ", overlay.policy().arns()));
    return StsLimits.policy(place, overlay.policy());
  }

  @Nullable
  String samlProvider(@Nullable String arn) {
    Found chosen = added("saml_provider", arn);
    return chosen == null ? null : StsLimits.samlProvider(trail.took("saml_provider", chosen));
  }

  @Nullable
  String federatedUser() {
    Found chosen = added("federated_user", overlay.federatedUser());
    return chosen == null ? null : StsLimits.federatedUser(trail.took("federated_user", chosen));
  }

  private @Nullable Found either(@Nullable String addedText, String key) {
    Found chosen = added(key, addedText);
    return chosen == null ? profile.get(key) : chosen;
  }

  private @Nullable Found added(String key, @Nullable String text) {
    return text == null ? null : settings.found(profile.name(), key, text);
  }

  private Found listed(String key, String inWords) {
    return listed(key, key, inWords);
  }

  private Found listed(String key, String written, String inWords) {
    var found = new Found(settings.placeOf(profile.name(), written), key, inWords);
    return inWords.isEmpty() ? found : trail.took(key, found);
  }

  private Found withoutOddAccount(Found roleArn) {
    // The published cases have accounts of nine digits, so this is a note and not a refusal.
    String[] parts = roleArn.text().split(":", 6);
    if (parts.length == 6 && parts[4].length() != 12) {
      trail
          .note("The account '" + StsLimits.shown(parts[4]) + "' in the role_arn of profile " + profile.name()
              + " does not have 12 digits.");
    }
    return roleArn;
  }
}
