package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.Recipe.Environment;
import io.credentialbroker.core.profile.Recipe.FederationToken;
import io.credentialbroker.core.profile.Recipe.SessionToken;
import io.credentialbroker.core.profile.Recipe.StaticKeys;
import io.credentialbroker.core.secret.Secret;
import java.time.Duration;
import java.util.Objects;
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
    if (isFederated(profile)) {
      return federated(profile, keys);
    }
    var trail = new Trail();
    var options = new Options(profile, settings, trail);
    String serial = options.mfaSerial(trail);
    return session(keys, serial == null ? null : new MfaDevice(serial, MfaDevice.Mode.SESSION), trail);
  }

  /** Whether {@code broker.toml} names a federated user for the profile. */
  boolean isFederated(Section profile) {
    return settings.overlayOf(new ProfileName(profile.name())).federatedUser() != null;
  }

  /** GetFederationToken with the keys, which may stand in another profile than the one that asks. */
  Resolved federated(Section profile, Resolved keys) {
    if (!areLongTerm(keys.recipe())) {
      throw settings.found(profile.name(), "federated_user", "").problem(
          "GetFederationToken takes a user's long-term keys, and the source is: " + keys.recipe().label()
              + ".",
          "Name a profile with aws_access_key_id and no aws_session_token as source_profile.");
    }
    var trail = new Trail();
    var options = new Options(profile, settings, trail);
    String user = Objects.requireNonNull(options.federatedUser());
    var recipe = new FederationToken(keys.recipe(), user, duration(profile, trail), options.policy(),
        options.tags(), endpoints.of(profile, null, trail));
    return trail.resolved(recipe, profile, keys);
  }

  /**
   * GetSessionToken for the keys. Region and length come from the profile that holds the keys and not from the
   * one that asks, so that all roles behind one device share one session.
   */
  Resolved session(Resolved keys, @Nullable MfaDevice device, Trail trail) {
    Section owner = keys.owner();
    var endpoint = endpoints.of(owner, device == null ? null : device.serial(), trail);
    return trail.resolved(new SessionToken(keys.recipe(), device, sessionDuration(owner, trail), endpoint),
        owner, keys);
  }

  private Duration sessionDuration(Section owner, Trail trail) {
    // In a profile that is its own source the duration is the role's.
    if (owner.has("role_arn")) {
      return inherited(trail);
    }
    // What broker.toml says beside a federated user is for that user, and not for everybody behind a device.
    return isFederated(owner) ? duration(owner.get("duration_seconds"), trail) : duration(owner, trail);
  }

  private Duration duration(Section profile, Trail trail) {
    Duration added = settings.overlayOf(new ProfileName(profile.name())).duration();
    return duration(added == null
        ? profile.get("duration_seconds")
        : settings.found(profile.name(), "duration_seconds", Long.toString(added.toSeconds())), trail);
  }

  private Duration duration(@Nullable Found chosen, Trail trail) {
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
