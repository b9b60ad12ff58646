package io.credentialbroker.core.profile;

import io.credentialbroker.core.profile.Recipe.Sso;
import io.credentialbroker.core.text.Nearest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** IAM Identity Center: profiles with an {@code sso_session}, and those of before there was one. */
final class SsoSteps {
  private static final List<String> KEYS = List.of("sso_session", "sso_start_url", "sso_region",
      "sso_account_id", "sso_role_name");

  private final SharedConfig config;

  SsoSteps(SharedConfig config) {
    this.config = config;
  }

  /**
   * The role of an Identity Center profile; null for a profile without its keys, or with a session only, which
   * is for bearer tokens and gives no credentials.
   */
  @Nullable
  Resolved role(Section profile) {
    if (KEYS.stream().noneMatch(profile::has)) {
      return null;
    }
    var trail = new Trail();
    Found session = profile.get("sso_session");
    Section source = session == null ? profile : session(profile, trail.took("sso_session", session));
    if (session != null && !profile.has("sso_account_id") && !profile.has("sso_role_name")) {
      required(source, "sso_start_url");
      required(source, "sso_region");
      return null;
    }
    String account = needed(profile, "sso_account_id", "sso_role_name", trail);
    String role = needed(profile, "sso_role_name", "sso_account_id", trail);
    String startUrl = trail.took("sso_start_url", required(source, "sso_start_url")).text().strip();
    String region = trail.took("sso_region", required(source, "sso_region")).text().strip();
    return trail.resolved(new Sso(session == null ? null : session.text(), startUrl, region, account, role),
        profile, null);
  }

  private Section session(Section profile, Found named) {
    Section session = config.ssoSession(named.text());
    if (session == null) {
      throw named.problem("There is no section [sso-session " + StsLimits.shown(named.text()) + "].",
          Nearest.to(named.text(), config.ssoSessions()).map(near -> "Did you mean " + near + "? ").orElse("")
              + "Add it to " + config.configFile() + ", or run: aws configure sso-session.");
    }
    for (String key : new String[]{ "sso_start_url", "sso_region"}) {
      Found again = profile.get(key);
      Found ofSession = session.get(key);
      if (again != null && (ofSession == null || !ofSession.text().equals(again.text()))) {
        throw again.problem(key + " of a profile with an sso_session belongs into [sso-session "
            + session.name() + "].", "Move it there.");
      }
    }
    return session;
  }

  private static String needed(Section profile, String key, String because, Trail trail) {
    Found found = profile.get(key);
    if (found == null) {
      throw profile.problem(key,
          key + " is missing" + (profile.has(because) ? " beside " + because + "." : "."),
          "Add it, or run: aws configure sso.");
    }
    return trail.took(key, found).text().strip();
  }

  private static Found required(Section section, String key) {
    Found found = section.get(key);
    if (found == null) {
      throw section.problem(key, key + " is missing.", "Add it, or run: aws configure sso.");
    }
    return found;
  }
}
