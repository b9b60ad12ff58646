package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.Recipe.AssumeRole;
import io.credentialbroker.core.profile.Recipe.ContainerEndpoint;
import io.credentialbroker.core.profile.Recipe.Environment;
import io.credentialbroker.core.profile.Recipe.FederationToken;
import io.credentialbroker.core.profile.Recipe.InstanceMetadata;
import io.credentialbroker.core.profile.Recipe.Login;
import io.credentialbroker.core.profile.Recipe.Process;
import io.credentialbroker.core.profile.Recipe.Saml;
import io.credentialbroker.core.profile.Recipe.SessionToken;
import io.credentialbroker.core.profile.Recipe.Sso;
import io.credentialbroker.core.profile.Recipe.StaticKeys;
import io.credentialbroker.core.profile.Recipe.WebIdentity;
import io.credentialbroker.core.profile.RoleOptionsOverlay.SamlProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The steps that end in a role: AssumeRole, AssumeRoleWithWebIdentity, AssumeRoleWithSAML. */
final class RoleSteps {
  private final ProfileSettings settings;
  private final StsEndpoints endpoints;
  private final KeySteps keys;
  private final Path home;

  RoleSteps(ProfileSettings settings, StsEndpoints endpoints, KeySteps keys, Path home) {
    this.settings = settings;
    this.endpoints = endpoints;
    this.keys = keys;
    this.home = home;
  }

  /** AssumeRole with the credentials of {@code source}. */
  Resolved assume(Section profile, Found roleArn, Resolved source) {
    var trail = new Trail();
    var options = new Options(profile, settings, trail);
    String role = options.roleArn(roleArn);
    boolean chained = isRoleSession(source.recipe());
    String sessionName = options.sessionName();
    var duration = options.duration(chained);
    String externalId = options.externalId();
    boolean atEachCall = options.mfaAtEachCall() || !keys.areLongTerm(source.recipe());
    var mfaTrail = atEachCall ? trail : new Trail();
    String serial = options.mfaSerial(mfaTrail);
    var base = serial == null || atEachCall
        ? source
        : keys.session(source, new MfaDevice(serial, MfaDevice.Mode.SESSION), mfaTrail);
    var device = serial == null || !atEachCall ? null : new MfaDevice(serial, MfaDevice.Mode.ROLE);
    if (device != null && options.mfaAtEachCall()) {
      trail.tookFrom("mfa_mode", "role", settings.placeOf(profile.name(), "mfa_mode").toString());
    }
    if (device != null && !options.mfaAtEachCall()) {
      trail
          .note("The one-time code of profile " + profile.name() + " goes with AssumeRole itself, because its"
              + " source is not a user's long-term keys.");
    }
    var asked = new AssumeRoleOptions(sessionName, duration, externalId, device, options.sourceIdentity(),
        options.tags(), options.transitiveTagKeys(), options.policy());
    var recipe = new AssumeRole(base.recipe(), role, asked, endpoints.of(profile, role, trail));
    return trail.resolved(recipe, profile, base);
  }

  /** The profile's own identity token, from the file it names or from what {@code broker.toml} says. */
  @Nullable
  Resolved webIdentity(Section profile) {
    var trail = new Trail();
    var options = new Options(profile, settings, trail);
    TokenSource token = token(profile, options, trail);
    if (token == null) {
      return null;
    }
    Found roleArn = profile.get("role_arn");
    if (roleArn == null) {
      throw profile.problem("role_arn", "A web identity token is for a role, and there is no role_arn.",
          "Add role_arn = arn:aws:iam::ACCOUNT:role/NAME.");
    }
    String role = options.roleArn(roleArn);
    var recipe = new WebIdentity(token, role, options.sessionName(),
        options.duration(false), options.policy(), endpoints.of(profile, role, trail));
    return trail.resolved(recipe, profile, null);
  }

  /** The profile's SAML assertion, which only {@code broker.toml} can name. */
  @Nullable
  Resolved saml(Section profile) {
    var trail = new Trail();
    var options = new Options(profile, settings, trail);
    SamlProvider saml = options.saml();
    if (saml == null) {
      return null;
    }
    trail.tookFrom("saml_assertion", saml.assertion().label(),
        settings.placeOf(profile.name(), "saml_assertion").toString());
    Found roleArn = profile.get("role_arn");
    String role = roleArn == null ? null : options.roleArn(roleArn);
    String provider = options.samlProvider(saml.providerArn());
    var recipe = new Saml(saml.assertion(), role, provider, options.duration(), options.policy(),
        endpoints.of(profile, role == null ? provider : role, trail));
    return trail.resolved(recipe, profile, null);
  }

  private @Nullable TokenSource token(Section profile, Options options, Trail trail) {
    TokenSource added = options.webIdentity();
    if (added != null) {
      trail.tookFrom("web_identity", added.label(),
          settings.placeOf(profile.name(), "web_identity").toString());
      return added;
    }
    Found file = profile.get("web_identity_token_file");
    return file == null ? null : new TokenSource.File(path(trail.took("web_identity_token_file", file)));
  }

  private Path path(Found written) {
    try {
      return SharedFiles.expanded(written.text().strip(), home);
    } catch (InvalidPathException _) {
      throw written.problem("The value is not a path.", "Write the path of a file.");
    }
  }

  /** Whether these credentials are a role's, so that a role assumed with them is a chained one. */
  private static boolean isRoleSession(Recipe source) {
    return switch (source) {
      case AssumeRole _,WebIdentity _,Saml _,Sso _,InstanceMetadata _,ContainerEndpoint _ -> true;
      // A process, a login and temporary keys may be a user's or a role's: STS decides.
      case Process _,Login _,StaticKeys _,Environment _,SessionToken _,FederationToken _ -> false;
    };
  }
}
