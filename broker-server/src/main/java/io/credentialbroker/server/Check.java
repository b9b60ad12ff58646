package io.credentialbroker.server;

import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.server.config.ConfigException;
import io.credentialbroker.server.config.ConfigFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code --check}: tells what is wrong with every file, starting and changing nothing. */
final class Check {
  private static final int MOST_NAMES = 5;

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
    // One mistake may keep many from being served: it is told once, with their names.
    var problems = new LinkedHashMap<ProfileProblem, List<String>>();
    catalog.fileProblems().forEach(problem -> problems.put(problem, new ArrayList<>()));
    NamedProfiles.missing(settings.config(), config.path(), catalog)
        .forEach(problem -> problems.put(problem, new ArrayList<>()));
    new TreeMap<>(catalog.entries()).forEach((name, entry) -> {
      if (entry instanceof ProfileCatalog.Broken(var problem)) {
        problems.computeIfAbsent(problem, _ -> new ArrayList<>()).add(name.value());
      }
    });
    problems.forEach((problem, names) -> {
      print(problem, err);
      kept(problem, names).ifPresent(err::println);
    });
    NoProfiles.in(catalog, environment, home).ifPresent(none -> err.println("note: " + none));
    out.println(summary(catalog, problems.size()));
    return problems.isEmpty();
  }

  /** Which profiles a mistake keeps from being served, where it does not say so itself. */
  private static Optional<String> kept(ProfileProblem problem, List<String> names) {
    int more = names.size() - MOST_NAMES;
    return names.isEmpty() || names.equals(List.of(String.valueOf(problem.profile())))
        ? Optional.empty()
        : Optional.of("note: it keeps from being served: "
            + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
            + (more > 0 ? " and " + more + " more" : ""));
  }

  private static String summary(ProfileCatalog catalog, int problems) {
    long servable = count(catalog, ProfileCatalog.Servable.class);
    long silent = count(catalog, ProfileCatalog.WithoutCredentials.class);
    return servable + " of " + (catalog.entries().size() - silent) + " profiles can be served; "
        + (silent == 0 ? "" : silent + " more without credential settings; ") + problems
        + (problems == 1 ? " problem" : " problems");
  }

  private static long count(ProfileCatalog catalog, Class<? extends ProfileCatalog.Entry> kind) {
    return catalog.entries().values().stream().filter(kind::isInstance).count();
  }

  private static void print(ProfileProblem problem, PrintStream err) {
    err.println("error: " + problem.told().what());
    err.println("hint: " + problem.remedy());
  }
}
