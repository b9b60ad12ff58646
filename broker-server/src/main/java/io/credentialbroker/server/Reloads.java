package io.credentialbroker.server;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.files.FileWatch;
import io.credentialbroker.core.files.FileWatches;
import io.credentialbroker.core.mfa.OneTimeCodes;
import io.credentialbroker.core.profile.CatalogWatch;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.server.config.ConfigException;
import io.credentialbroker.server.log.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is served true to all files: {@code broker.toml} and its token files are read here, the shared
 * AWS files by {@link CatalogWatch}. A change is taken whole or not at all, and every session whose recipe has
 * not changed lives on.
 */
final class Reloads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.config");

  private final Start start;
  private final Settings atStart;
  private final Broker broker;
  private final NamedClients clients;
  private final OneTimeCodes codes;
  private final FileWatch own;
  private final CatalogWatch shared;
  /** Written under the lock; what a probe asks of it waits for no file. */
  private volatile Settings settings;
  private List<ProfileProblem> configProblems = List.of();
  private List<ProfileProblem> toldProblems = List.of();
  private Map<ProfileName, ProfileProblem> toldMistakes = Map.of();

  Reloads(Start start, Settings settings, Broker broker, NamedClients clients,
      OneTimeCodes codes, FileWatches watches) {
    this.start = start;
    this.atStart = settings;
    this.settings = settings;
    this.broker = broker;
    this.clients = clients;
    this.codes = codes;
    this.own = watches.watch(this::watched, this::readConfig);
    this.shared = new CatalogWatch(settings.reader(start.config(), start.environment(), start.home()),
        watches,
        this::adopt);
  }

  /** Reads the shared files, serves what is in them, and begins to watch all files. */
  synchronized void begin() {
    clients.apply(settings);
    shared.start();
    own.start();
  }

  /** Reads all files now; tells what is wrong with them. Blocks. */
  List<ProfileProblem> reload() {
    if (!readConfig()) {
      shared.readNow().join();
    }
    return problems();
  }

  /** What is wrong with the files at present; single profiles' problems are the profiles' own. */
  synchronized List<ProfileProblem> problems() {
    var all = new ArrayList<>(configProblems);
    all.addAll(clients.problems());
    all.addAll(broker.catalog().fileProblems());
    all.addAll(NamedProfiles.missing(settings.config(), start.config().path(), broker.catalog()));
    var waiting = atStart.config().restartedFor(settings.config());
    if (!waiting.isEmpty()) {
      all.add(new ProfileProblem(start.config().path().toString(), null, null,
          "Changed, and not in force before a restart: " + String.join(", ", waiting) + '.',
          "Restart brokerd."));
    }
    return List.copyOf(all);
  }

  /** The profiles that the settings in force keep warm by their own names. */
  List<String> keptWarmByName() {
    return NamedProfiles.keptWarm(settings.config());
  }

  /** How a profile's credentials are made, by the files as they are now. Blocks. */
  Explanation explain(ProfileName profile) {
    Settings inForce;
    List<ProfileProblem> wrong;
    synchronized (this) {
      inForce = settings;
      wrong = configProblems;
    }
    var explained = inForce.reader(start.config(), start.environment(), start.home()).explain(profile);
    var problems = new ArrayList<>(wrong);
    problems.addAll(explained.fileProblems());
    return new Explanation(profile, explained.served(), explained.notes(), explained.problem(), problems,
        explained.places());
  }

  @Override
  public void close() {
    // Under no lock: a reading that is under way holds the watch's, and wants this one to tell what it found.
    own.close();
    shared.close();
  }

  /** True when the settings have changed and the shared files have been read by them. */
  private boolean readConfig() {
    Settings fresh;
    synchronized (this) {
      try {
        fresh = Settings.read(start.config());
        configProblems = List.of();
      } catch (ConfigException e) {
        configProblems = e.problems();
        fresh = settings;
      }
      boolean changed = !fresh.equals(settings);
      settings = fresh;
      if (!changed) {
        tellProblems();
        return false;
      }
      clients.apply(fresh);
      codes.use(fresh.config().mfa());
      Event.info(LOG, "config.changed").with("file", start.config().path())
          .tell(start.config().path() + " has changed and was read");
    }
    shared.use(fresh.reader(start.config(), start.environment(), start.home())).join();
    tellProblems();
    return true;
  }

  /** Those of the settings in force, and those whose mending a refused change waits for. */
  private synchronized List<Path> watched() {
    return Stream.concat(settings.files(start.config()).stream(),
        configProblems.stream().map(ProfileProblem::file).filter(Objects::nonNull).map(Path::of)).distinct()
        .toList();
  }

  private void adopt(ProfileCatalog catalog) {
    broker.adopt(catalog);
    tellProfiles(catalog);
    tellMistakes(catalog);
    tellProblems();
  }

  private void tellProfiles(ProfileCatalog catalog) {
    long served = count(catalog, ProfileCatalog.Servable.class);
    long broken = count(catalog, ProfileCatalog.Broken.class);
    var none = NoProfiles.in(catalog, start.environment(), start.home());
    (none.isPresent() ? Event.warn(LOG, "config.profiles") : Event.info(LOG, "config.profiles"))
        .with("served", served).with("broken", broken)
        .tell(none.orElseGet(() -> (served == 1 ? "1 profile is served" : served + " profiles are served")
            + (broken == 0 ? "" : ", " + broken + " cannot be ('broker status' says why)")));
  }

  private static long count(ProfileCatalog catalog, Class<? extends ProfileCatalog.Entry> kind) {
    return catalog.entries().values().stream().filter(kind::isInstance).count();
  }

  /** Profiles that are served as they were last read: each mistake is told once, and its end. */
  private synchronized void tellMistakes(ProfileCatalog catalog) {
    var now = new TreeMap<ProfileName, ProfileProblem>();
    catalog.entries().forEach((name, entry) -> {
      if (entry instanceof ProfileCatalog.Servable servable && servable.problem() != null) {
        now.put(name, servable.problem());
      }
    });
    // Distinct, because a mistake in a source is that of every profile over it.
    now.values().stream().distinct().filter(problem -> !toldMistakes.containsValue(problem))
        .forEach(problem -> mistake(problem).tell(problem.inOneLine() + " Served as it was last read."));
    toldMistakes.keySet().stream().filter(name -> !now.containsKey(name))
        .filter(name -> catalog.entries().get(name) instanceof ProfileCatalog.Servable)
        .forEach(name -> Event.info(LOG, "config.mended").with("profile", name)
            .tell("profile " + name + " is in order again"));
    toldMistakes = now;
  }

  private synchronized void tellProblems() {
    var now = problems();
    for (ProfileProblem problem : now) {
      if (!toldProblems.contains(problem)) {
        mistake(problem).tell(problem.inOneLine());
      }
    }
    if (now.isEmpty() && !toldProblems.isEmpty()) {
      Event.info(LOG, "config.mended").tell("all files are in order again");
    }
    toldProblems = now;
  }

  private static Event mistake(ProfileProblem problem) {
    return Event.warn(LOG, "config.problem").with("file", problem.file());
  }
}
