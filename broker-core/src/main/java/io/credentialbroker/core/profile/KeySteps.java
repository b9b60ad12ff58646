package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.Recipe.Environment;
import io.credentialbroker.core.profile.Recipe.FederationToken;
import io.credentialbroker.core.profile.Recipe.SessionToken;
import io.credentialbroker.core.profile.Recipe.StaticKeys;
import io.credentialbroker.core.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A user's keys, and the sessions that are made of them so that the keys themselves stay here. */
final class KeySteps {
  private final ProfileSettings settings;
  private final StsEndpoints endpoints;
  private final Variables variables;

  KeySteps(ProfileSettings settings, StsEndpoints endpoints, Variables variables) {
    this.settings = settings;
    this.endpoints = endpoints;
    this.variables = variables;
  }

  /** Whether the profile has keys, or one half of them, which is a mistake and not an absence. */
  static boolean has(Section profile) {
    return profile.has("aws_access_key_id") || profile.has("aws_secret_access_key");
  }

  Resolved staticKeys(Section profile) {
    Found id = profile.get("aws_access_key_id");
    Found secret = profile.get("aws_secret_access_key");
    if (id == null || secret == null) {
      String missing = id == null ? "aws_access_key_id" : "aws_secret_access_key";
      throw profile.problem(missing, "The other half of the keys is there, and " + missing + " is missing.",
          "Add it, or remove the other half.");
    }
    var trail = new Trail();
    trail.took("aws_access_key_id", id);
    trail.tookSecret("aws_secret_access_key", secret);
    Found token = profile.get("aws_session_token");
    token = token == null ? profile.get("aws_security_token") : token;
    Found account = profile.get("aws_account_id");
    var recipe = new StaticKeys(id.text().strip(), Secret.of(secret.text().strip()),
        token == null ? null : Secret.of(trail.tookSecret("aws_session_token", token).text().strip()),
        account == null ? null : trail.took("aws_account_id", account).text().strip());
    return trail.resolved(recipe, profile, null);
  }

  Resolved environment(Section profile) {
    var trail = new Trail();
    for (String variable : new String[]{ "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}) {
      Found set = variables.get(variable, profile);
      if (set != null) {
        trail.tookSecret(variable, set);
      }
    }
    return trail.resolved(new Environment(), profile, null);
  }

  /** Whether these are keys without an end, with which GetSessionToken can be called. */
  boolean areLongTerm(Recipe recipe) {
    return switch (recipe) {
      case StaticKeys keys -> keys.sessionToken() == null;
      case Environment _ -> SharedFiles.set(variables.environment(), "AWS_SESSION_TOKEN") == null;
      case Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.Process _,Recipe.WebIdentity _,Recipe.Saml _,Recipe.Sso _,Recipe.Login _,SessionToken _,FederationToken _,Recipe.AssumeRole _ ->
        false;
    };
  }

  /** What a profile that ends in keys serves: a session of theirs, unless they are to be served as they are. */
  Resolved served(Resolved keys) {
    Section profile = keys.owner();
    if (!areLongTerm(keys.recipe()) || settings.serveStaticKeys().match(new ProfileName(profile.name()))) {
      return keys;
    }
    var trail = new Trail();
    var options = new Options(profile, settings, trail);
    String federatedUser = options.federatedUser();
    if (federatedUser != null) {
      var recipe = new FederationToken(keys.recipe(), federatedUser, duration(profile, trail),
          options.policy(), options.tags(), endpoints.of(profile, null, trail));
      return trail.resolved(recipe, profile, keys);
    }
    String serial = options.mfaSerial(trail);
    return session(keys, serial == null ? null : new MfaDevice(serial, MfaDevice.Mode.SESSION), trail);
  }

  /**
   * GetSessionToken for the keys. Region and length come from the profile that holds the keys and not from the
   * one that asks, so that all roles behind one device share one session.
   */
  Resolved session(Resolved keys, @Nullable MfaDevice device, Trail trail) {
    Section owner = keys.owner();
    var endpoint = endpoints.of(owner, device == null ? null : device.serial(), trail);
    // In a profile that is its own source the duration is the role's.
    var duration = owner.has("role_arn") ? inherited(trail) : duration(owner, trail);
    return trail.resolved(new SessionToken(keys.recipe(), device, duration, endpoint), owner, keys);
  }

  private Duration duration(Section profile, Trail trail) {
    Duration added = settings.overlayOf(new ProfileName(profile.name())).duration();
    Found written = profile.get("duration_seconds");
    Found chosen = added == null
        ? written
        : new Found(new Found.Place(settings.origin(), profile.name(), 0), "duration_seconds",
            Long.toString(added.toSeconds()));
    return chosen == null
        ? inherited(trail)
        : StsLimits.duration(trail.took("duration_seconds", chosen), StsLimits.LONGEST_KEY_SECONDS);
  }

  private Duration inherited(Trail trail) {
    boolean byDefault = settings.keySession().equals(ProfileSettings.KEY_SESSION);
    trail.tookFrom("duration_seconds", Long.toString(settings.keySession().toSeconds()),
        byDefault ? "default" : settings.origin());
    return settings.keySession();
  }
}
