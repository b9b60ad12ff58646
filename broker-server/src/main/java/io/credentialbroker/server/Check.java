package io.credentialbroker.server;

import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.server.config.ConfigException;
import io.credentialbroker.server.config.ConfigFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code --check}: tells what is wrong with every file, starting and changing nothing. */
final class Check {
  private final Map<String, String> environment;
  private final Path home;
  private final ConfigFile config;

  Check(Map<String, String> environment, Path home, ConfigFile config) {
    this.environment = environment;
    this.home = home;
    this.config = config;
  }

  /** Prints every problem to {@code err} and what is in order to {@code out}; true when there was no problem. */
  boolean print(PrintStream out, PrintStream err) {
    Settings settings;
    try {
      settings = Settings.read(config);
    } catch (ConfigException e) {
      e.problems().forEach(problem -> print(problem, err));
      return false;
    }
    var catalog = settings.reader(config, environment, home).read();
    var problems = new ArrayList<>(catalog.fileProblems());
    new TreeMap<>(catalog.entries()).values().forEach(entry -> {
      if (entry instanceof ProfileCatalog.Broken(var problem)) {
        problems.add(problem);
      }
    });
    problems.forEach(problem -> print(problem, err));
    out.println(summary(catalog, problems));
    return problems.isEmpty();
  }

  private static String summary(ProfileCatalog catalog, List<ProfileProblem> problems) {
    long servable = count(catalog, ProfileCatalog.Servable.class);
    long silent = count(catalog, ProfileCatalog.WithoutCredentials.class);
    return servable + " of " + (catalog.entries().size() - silent) + " profiles can be served; "
        + (silent == 0 ? "" : silent + " more without credential settings; ") + problems.size()
        + (problems.size() == 1 ? " problem" : " problems");
  }

  private static long count(ProfileCatalog catalog, Class<? extends ProfileCatalog.Entry> kind) {
    return catalog.entries().values().stream().filter(kind::isInstance).count();
  }

  private static void print(ProfileProblem problem, PrintStream err) {
    err.println("error: " + problem.told().what());
    err.println("hint: " + problem.remedy());
  }
}
