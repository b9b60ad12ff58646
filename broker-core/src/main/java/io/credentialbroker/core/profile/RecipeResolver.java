package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.Recipe.Login;
import io.credentialbroker.core.profile.Recipe.Process;
import io.credentialbroker.core.text.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * From a profile to its recipe, by the rules that the AWS SDKs share; where they differ, docs/profiles.md says
 * whom we follow. Every method throws {@link ProfileProblemException} when the profile cannot be served.
 */
final class RecipeResolver {
  /** Deeper than any chain that works: STS needs a call for each link. */
  private static final int LONGEST_CHAIN = 64;

  private final SharedConfig config;
  private final StsEndpoints endpoints;
  private final KeySteps keys;
  private final RoleSteps roles;
  private final SsoSteps sso;
  private final MachineSteps machine;

  RecipeResolver(SharedConfig config, Variables variables, Path home, ProfileSettings settings) {
    this.config = config;
    this.endpoints = new StsEndpoints(config, variables, settings);
    this.keys = new KeySteps(settings, endpoints, variables);
    this.roles = new RoleSteps(settings, endpoints, keys, home);
    this.sso = new SsoSteps(config);
    this.machine = new MachineSteps(variables, keys);
  }

  /** What is served for a profile: its credentials, or a session for them when they are a user's keys. */
  Resolved served(Section profile) {
    Found source = profile.get("source_profile");
    if (source != null && !profile.has("role_arn") && !KeySteps.has(profile) && keys.isFederated(profile)) {
      return keys.federated(profile, source(profile, source, new LinkedHashSet<>(List.of(profile.name()))));
    }
    return keys.served(credentials(profile, new LinkedHashSet<>()));
  }

  /** The region that the profile itself names; null when it names none. */
  @Nullable
  String ownRegion(Section profile) {
    Found region = endpoints.ownRegion(profile);
    return region == null ? null : region.text().strip();
  }

  /** Where STS is asked who the profile's session is; null when what is said of endpoints makes no sense. */
  @Nullable
  StsEndpoint identityAt(Section profile) {
    try {
      return endpoints.of(profile, null, new Trail());
    } catch (ProfileProblemException _) {
      return null; // the profile may have credentials without any call of STS
    }
  }

  /** The credentials of a profile on the way along a chain; {@code path} holds the profiles passed so far. */
  private Resolved credentials(Section profile, SequencedSet<String> path) {
    boolean first = path.isEmpty();
    if (!path.add(profile.name())) {
      throw loop(profile, path);
    }
    if (path.size() > LONGEST_CHAIN) {
      throw profile.problem("source_profile", "The chain of source profiles has more than " + LONGEST_CHAIN
          + " links.", "Shorten it.");
    }
    // A profile that others name as their source stands for its keys, whatever role it also describes.
    if (!first && KeySteps.has(profile)) {
      return keys.staticKeys(profile);
    }
    Found role = profile.get("role_arn");
    Resolved federated = roles.saml(profile);
    if (role == null || federated != null || profile.has("web_identity_token_file")) {
      return federated == null ? withoutSource(profile) : federated;
    }
    Resolved token = roles.webIdentity(profile);
    return token == null ? roles.assume(profile, role, source(profile, role, path)) : token;
  }

  private Resolved source(Section profile, Found role, SequencedSet<String> path) {
    Found source = profile.get("source_profile");
    Found named = profile.get("credential_source");
    if (source != null && named != null) {
      throw named.problem("Both source_profile and credential_source are there, and a role has one source.",
          "Remove one of them.");
    }
    if (named != null) {
      return machine.named(profile, named);
    }
    if (source == null) {
      throw role.problem("The role has neither source_profile nor credential_source.",
          "Add source_profile = PROFILE, or credential_source = Environment, Ec2InstanceMetadata or"
              + " EcsContainer.");
    }
    String name = source.text().strip();
    if (name.equals(profile.name())) {
      return itself(profile, source);
    }
    Section next = config.profile(name);
    if (next == null) {
      throw source.problem("There is no profile '" + StsLimits.shown(name) + "' to be the source.",
          Nearest.to(name, config.profiles().keySet()).map(near -> "Did you mean " + near + "? ").orElse("")
              + "Add the profile, or name another one.");
    }
    return credentials(next, path);
  }

  private Resolved itself(Section profile, Found source) {
    if (!KeySteps.has(profile) && !profile.has("credential_process")) {
      throw source.problem("The profile is its own source and has no keys.",
          "Name another source_profile, or add aws_access_key_id and aws_secret_access_key.");
    }
    return withoutSource(profile);
  }

  /** A profile whose credentials need no other profile; the order is that of the SDKs for Java and Rust. */
  private Resolved withoutSource(Section profile) {
    Found named = profile.get("credential_source");
    if (named != null) {
      return machine.named(profile, named);
    }
    Resolved token = roles.webIdentity(profile);
    Resolved signedIn = token == null ? sso.role(profile) : token;
    if (signedIn != null) {
      return signedIn;
    }
    Found login = profile.get("login_session");
    if (login != null) {
      var trail = new Trail();
      String session = trail.took("login_session", login).text().strip();
      return trail.resolved(new Login(session, endpoints.region(profile, session, trail)), profile, null);
    }
    Found process = profile.get("credential_process");
    if (process != null) {
      return process(profile, process);
    }
    if (KeySteps.has(profile)) {
      return keys.staticKeys(profile);
    }
    throw nothing(profile);
  }

  private static Resolved process(Section profile, Found process) {
    var trail = new Trail();
    trail.tookCommand("credential_process", process.text(), process.where().toString());
    Found account = profile.get("aws_account_id");
    String accountId = account == null ? null : trail.took("aws_account_id", account).text().strip();
    return trail.resolved(new Process(process.text(), accountId), profile, null);
  }

  private static ProfileProblemException nothing(Section profile) {
    if (profile.has("sso_session")) {
      return profile.problem("sso_account_id",
          "The sso_session alone gives a bearer token and no credentials.",
          "Add sso_account_id and sso_role_name.");
    }
    return profile.problem(null,
        "The profile has no credentials, and nothing that says where they come from.",
        "Add a role_arn with a source_profile, an sso_session, a credential_process or keys.");
  }

  private static ProfileProblemException loop(Section again, SequencedSet<String> path) {
    var loop = new ArrayList<>(path);
    loop.subList(0, loop.indexOf(again.name())).clear();
    loop.add(again.name());
    return again.problem("source_profile",
        "The source profiles form a loop: " + String.join(" -> ", loop) + ".",
        "Let one of them name a profile with credentials of its own.");
  }
}
