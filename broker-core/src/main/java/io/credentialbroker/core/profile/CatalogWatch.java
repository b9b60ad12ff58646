package io.credentialbroker.core.profile;

import io.credentialbroker.core.time.Timers;
import io.credentialbroker.core.time.Timers.Scheduled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a catalog true to its files: looks at them every second and reads them again when they have changed and
 * come to rest, which is within two seconds of the change. It polls because the files may be symbolic links,
 * on a network, or put in place by a rename, and because a look costs two system calls.
 *
 * <p>A reading with file problems keeps the entries of the last good one and carries the problems; as long as
 * there was no good one, each is taken as it is. A single profile with a mistake stays as it was last read, see
 * {@link ProfileReader#read(ProfileCatalog)}.
 */
public final class CatalogWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogWatch.class);

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration SETTLE = Duration.ofMillis(300);

  /** Looks that must agree before a change is read; more of them when a file lost all that it had. */
  private static final int AGREEING = 1;
  private static final int AGREEING_ON_NOTHING = 3;

  /** Files that never rest are read all the same after this many looks. */
  private static final int MOST_LOOKS = 4;

  private final Timers timers;
  private final Executor blocking;
  private final Consumer<ProfileCatalog> listener;

  private ProfileReader reader;
  private List<FileStamp> adopted = List.of();
  private List<FileStamp> seen = List.of();
  private int agreeing;
  private int looks;
  private @Nullable ProfileCatalog lastGood;
  private @Nullable ProfileCatalog told;
  private Scheduled next = () -> {};
  private boolean closed;

  /**
   * A watch that does nothing before {@link #start}.
   *
   * @param timers count the second between two looks
   * @param blocking looks at the files and reads them, and calls the listener
   * @param listener told of each catalog that differs from the one before
   */
  public CatalogWatch(ProfileReader reader, Timers timers, Executor blocking,
      Consumer<ProfileCatalog> listener) {
    this.reader = reader;
    this.timers = timers;
    this.blocking = blocking;
    this.listener = listener;
  }

  /** Reads on the calling thread, tells the listener, and begins to watch. */
  public synchronized ProfileCatalog start() {
    // The stamps are not remembered: a file that changes while it is read the first time is read once more.
    ProfileCatalog catalog = read();
    lookIn(EVERY);
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
        return read();
      }
    }, blocking);
  }

  /** Stops watching. */
  @Override
  public synchronized void close() {
    closed = true;
    next.cancel();
  }

  private synchronized void look() {
    List<FileStamp> now = stamps();
    if (now.equals(adopted)) {
      seen = now;
      looks = 0;
      lookIn(EVERY);
      return;
    }
    agreeing = now.equals(seen) ? agreeing + 1 : 0;
    seen = now;
    looks++;
    if (agreeing >= (lostEverything(now) ? AGREEING_ON_NOTHING : AGREEING) || looks > MOST_LOOKS) {
      read();
      // The stamps from before the reading: what moved meanwhile is a difference at the next look.
      adopted = now;
      looks = 0;
      lookIn(EVERY);
    } else {
      lookIn(SETTLE);
    }
  }

  private boolean lostEverything(List<FileStamp> now) {
    for (int file = 0; file < adopted.size() && file < now.size(); file++) {
      if (now.get(file).holdsNothing() && !adopted.get(file).holdsNothing()) {
        return true;
      }
    }
    return false;
  }

  private synchronized ProfileCatalog read() {
    ProfileCatalog fresh = fresh();
    boolean good = fresh.fileProblems().isEmpty();
    ProfileCatalog holds = good || lastGood == null
        ? fresh
        : new ProfileCatalog(lastGood.entries(), fresh.fileProblems());
    lastGood = good ? fresh : lastGood;
    if (!holds.equals(told)) {
      told = holds;
      listener.accept(holds);
    }
    return holds;
  }

  private ProfileCatalog fresh() {
    try {
      return reader.read(told == null ? ProfileCatalog.EMPTY : told);
    } catch (RuntimeException e) {
      // The type alone: what a parser quotes may be a secret.
      LOG.error("Reading {} failed with {}", reader.files(), e.getClass().getName());
      return new ProfileCatalog(Map.of(), List.of(new ProfileProblem(reader.files().toString(), null,
          null, "Reading failed with " + e.getClass().getSimpleName() + ", which is a fault of the broker.",
          "Report it; the last good state is kept.")));
    }
  }

  private List<FileStamp> stamps() {
    return reader.files().stream().map(FileStamp::of).toList();
  }

  private void lookIn(Duration delay) {
    if (!closed) {
      next = timers.schedule(delay, () -> blocking.execute(this::guardedLook));
    }
  }

  private void guardedLook() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("Watching {} failed with {}; it goes on", reader.files(), e.getClass().getName());
      synchronized (this) {
        lookIn(EVERY);
      }
    }
  }
}
