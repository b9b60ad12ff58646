package io.credentialbroker.server;

import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.SharedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says where profiles were looked for when there is none: most often the files are elsewhere, or not mounted. */
final class NoProfiles {
  private NoProfiles() {}

  /**
   * What to tell of a catalog with nothing to serve; empty where something is served, or where a mistake that is told
   * in its own words keeps it from being served. Looks at the files, and blocks.
   */
  static Optional<String> in(ProfileCatalog catalog, Map<String, String> environment, Path home) {
    boolean nothing = catalog.fileProblems().isEmpty() && catalog.entries().values().stream()
        .allMatch(ProfileCatalog.WithoutCredentials.class::isInstance);
    var files = SharedFiles.of(environment, home);
    return nothing
        ? Optional.of("no profile is served: " + Stream.of(files.config(), files.credentials())
            .map(file -> file + (Files.notExists(file) ? " does not exist" : " has none to serve"))
            .collect(Collectors.joining(", ")))
        : Optional.empty();
  }
}
