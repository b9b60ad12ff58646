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

  /** A problem for each name for which there is no profile, not even one that cannot be served. */
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
    List<String> known = catalog.entries().keySet().stream().map(ProfileName::value).toList();
    if (!known.contains(name)) {
      problems.add(new ProfileProblem(file.toString(), null, key, "There is no profile '" + name + "'.",
          Nearest.to(name, known).map(near -> "Did you mean '" + near + "'?")
              .orElse("Define it in the AWS config, or take it out here.")));
    }
  }
}
