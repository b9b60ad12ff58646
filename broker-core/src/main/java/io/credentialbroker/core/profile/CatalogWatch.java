package io.credentialbroker.core.profile;

import io.credentialbroker.core.files.FileWatch;
import io.credentialbroker.core.files.FileWatches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a catalog true to its files: reads them again when they have changed and come to rest, see {@link FileWatch}.
 *
 * <p>A reading with file problems keeps the entries of the last good one and carries the problems; as long as
 * there was no good one, each is taken as it is. A single profile with a mistake stays as it was last read, see
 * {@link ProfileReader#read(ProfileCatalog)}.
 */
public final class CatalogWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogWatch.class);

  private final Executor blocking;
  private final Consumer<ProfileCatalog> listener;
  private final FileWatch watch;

  private ProfileReader reader;
  private @Nullable ProfileCatalog lastGood;
  private @Nullable ProfileCatalog told;

  /**
   * A watch that does nothing before {@link #start}.
   *
   * @param watches also say where the files are read, and the listener is called
   * @param listener told of each catalog that differs from the one before
   */
  public CatalogWatch(ProfileReader reader, FileWatches watches, Consumer<ProfileCatalog> listener) {
    this.reader = reader;
    this.blocking = watches.blocking();
    this.listener = listener;
    this.watch = watches.watch(this::files, this::read);
  }

  /** Reads on the calling thread, tells the listener, and begins to watch. */
  public ProfileCatalog start() {
    watch.remember();
    ProfileCatalog catalog = read();
    watch.start();
    return catalog;
  }

  /** Reads now, whether anything has changed or not; completes with the catalog that holds from then on. */
  public CompletableFuture<ProfileCatalog> readNow() {
    return CompletableFuture.supplyAsync(this::read, blocking);
  }

  /** The same with other settings, or other files. */
  public CompletableFuture<ProfileCatalog> use(ProfileReader other) {
    return CompletableFuture.supplyAsync(() -> {
      synchronized (this) {
        reader = other;
      }
      watch.lookSoon();
      return read();
    }, blocking);
  }

  /** Stops watching. */
  @Override
  public void close() {
    watch.close();
  }

  private synchronized List<Path> files() {
    return reader.files();
  }

  private synchronized ProfileCatalog read() {
    ProfileCatalog fresh = fresh();
    boolean good = fresh.fileProblems().isEmpty();
    ProfileCatalog holds = good || lastGood == null
        ? fresh
        : new ProfileCatalog(lastGood.entries(), lastGood.leftOut(),
            fresh.fileProblems().stream().map(CatalogWatch::meanwhile).toList());
    lastGood = good ? fresh : lastGood;
    if (!holds.equals(told)) {
      told = holds;
      listener.accept(holds);
    }
    return holds;
  }

  private static ProfileProblem meanwhile(ProfileProblem problem) {
    return new ProfileProblem(problem.file(), problem.profile(), problem.key(), problem.message(),
        problem.remedy() + " Until then the profiles are as they were last read.");
  }

  private ProfileCatalog fresh() {
    try {
      return reader.read(told == null ? ProfileCatalog.EMPTY : told);
    } catch (RuntimeException e) {
      // The type alone: what a parser quotes may be a secret.
      LOG.error("Reading {} failed with {}", reader.files(), e.getClass().getName());
      return new ProfileCatalog(Map.of(), List.of(new ProfileProblem(reader.files().toString(), null,
          null, "Reading failed with " + e.getClass().getSimpleName() + ", which is a fault of the broker.",
          "Report it.")));
    }
  }
}
