package io.credentialbroker.server;

import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.text.Nearest;
import io.credentialbroker.server.config.BrokerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Profiles that {@code broker.toml} calls by their names. A glob may match nothing; a name that is no profile's is a
 * mistake, of the name or in the file where the profile was to be.
 */
final class NamedProfiles {
  private NamedProfiles() {}

  /** What {@code sessions.keep_warm} has besides globs. */
  static List<String> keptWarm(BrokerConfig config) {
    return config.sessions().keepWarm().stream()
        .filter(glob -> glob.chars().noneMatch(c -> c == '*' || c == '?'))
        .toList();
  }

  /** A problem for each name that nothing can be served for; a profile with a mistake has a problem of its own. */
  static List<ProfileProblem> missing(BrokerConfig config, Path file, ProfileCatalog catalog) {
    if (!catalog.fileProblems().isEmpty()) {
      // It may stand in the file that could not be read, which is told already.
      return List.of();
    }
    var problems = new ArrayList<ProfileProblem>();
    keptWarm(config).forEach(name -> look(name, "sessions.keep_warm", file, catalog, problems));
    config.imds().forEach(one -> look(one.profile().value(), "imds.profile", file, catalog, problems));
    return problems;
  }

  private static void look(String name, String key, Path file, ProfileCatalog catalog,
      List<ProfileProblem> problems) {
    var profile = new ProfileName(name);
    switch (catalog.entries().get(profile)) {
      case ProfileCatalog.WithoutCredentials _ -> problems.add(new ProfileProblem(file.toString(), null, key,
          "The profile '" + name + "' has no settings that give credentials.",
          "Give it some in the AWS config, or take it out here."));
      case null -> problems.add(missing(profile, key, file, catalog));
      default -> {
      }
    }
  }

  private static ProfileProblem missing(ProfileName profile, String key, Path file, ProfileCatalog catalog) {
    String by = catalog.leftOut().get(profile);
    if (by != null) {
      return new ProfileProblem(file.toString(), null, key,
          "The profile '" + profile + "' is not served: '" + by + "' leaves it out.",
          "Change one of the two keys.");
    }
    List<String> known = catalog.entries().keySet().stream().map(ProfileName::value).toList();
    return new ProfileProblem(file.toString(), null, key, "There is no profile '" + profile + "'.",
        Nearest.to(profile.value(), known).map(near -> "Did you mean '" + near + "'?")
            .orElse("Define it in the AWS config, or take it out here."));
  }
}
