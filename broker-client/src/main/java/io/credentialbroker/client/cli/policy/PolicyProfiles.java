package io.credentialbroker.client.cli.policy;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.ProfileExplanation;
import io.credentialbroker.client.ProfileExplanation.Setting;
import io.credentialbroker.client.RoleUse;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the daemon knows of a profile that a policy is made from. */
final class PolicyProfiles {
  private PolicyProfiles() {}

  /**
   * The roles of a profile, the served one first.
   *
   * @throws BrokerException when there is no such profile, it cannot be served, or it assumes no role
   */
  static List<RoleUse> rolesOf(String profile, RoleUse.All known, ControlClient control)
      throws BrokerException {
    List<RoleUse> roles = known.of(profile);
    if (!roles.isEmpty()) {
      return roles;
    }
    if (!known.without().contains(profile)) {
      // The refusal of a profile that does not exist comes from here, with the daemon's own words.
      ProfileExplanation explained = control.explain(profile);
      if (explained.problem() != null) {
        throw new BrokerException(Kind.REFUSED, words(explained.problem()),
            Objects.requireNonNullElse(explained.problem().remedy(), ""));
      }
    }
    throw new BrokerException(Kind.REFUSED, "profile '" + profile + "' assumes no role",
        "'broker explain " + Shell.posixIfNeeded(profile) + "' shows how its credentials are made");
  }

  /** The profiles that no role is known of because they cannot be served, each with why, in the daemon's order. */
  static Map<String, String> notServed(RoleUse.All known, ControlClient control) throws BrokerException {
    var found = new LinkedHashMap<String, String>();
    for (StatusReport.Profile one : control.status().profiles()) {
      if (one.problem() != null && known.of(one.name()).isEmpty() && !known.without().contains(one.name())) {
        found.put(one.name(), words(one.problem()));
      }
    }
    return found;
  }

  private static String words(StatusReport.Problem problem) {
    return problem.where().isEmpty() ? problem.message() : problem.where() + ": " + problem.message();
  }

  /** The session name that a profile asks for by itself; empty where the broker makes one up. */
  static Optional<String> sessionName(String profile, ControlClient control) throws BrokerException {
    ProfileExplanation.Step served = control.explain(profile).recipe();
    return served == null
        ? Optional.empty()
        : served.settings().stream()
            .filter(one -> one.name().equals("role_session_name") && !one.origin().equals("default"))
            .map(Setting::value).findFirst();
  }
}
