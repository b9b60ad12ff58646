package io.credentialbroker.core.files;

import io.credentialbroker.core.time.Timers.Scheduled;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when files have changed and come to rest, which is within two seconds of the change. It looks when it is told that
 * something has happened, and from time to time all the same: every second where not all is told, as on a network or of
 * a file that is mounted by itself, and else every ten, in case a directory far above was exchanged. What it looks at are
 * the files' stamps behind symbolic links, so it does not matter how a file came to its place.
 */
public final class FileWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private static final Duration UNTOLD = Duration.ofSeconds(1);
  private static final Duration TOLD = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofMillis(300);

  /** Looks that must agree before a change is taken; more of them when a file lost all that it had. */
  private static final int AGREEING = 1;
  private static final int AGREEING_ON_NOTHING = 3;

  /** Files that never rest are taken all the same after this many looks. */
  private static final int MOST_LOOKS = 4;

  private final Supplier<List<Path>> files;
  private final FileWatches with;
  private final Runnable changed;
  private final EntryEvents.Subscription subscription;

  private Map<Path, FileStamp> adopted = Map.of();
  private Map<Path, FileStamp> seen = Map.of();
  private int agreeing;
  private int looks;
  private Scheduled next = () -> {};
  /** Counts the looks that were planned: one that was overtaken by another is not made. */
  private long plan;
  private boolean soon;
  private boolean looking;
  private boolean again;
  private boolean closed;

  FileWatch(Supplier<List<Path>> files, FileWatches with, Runnable changed) {
    this.files = files;
    this.with = with;
    this.changed = changed;
    this.subscription = with.events().subscribe(this::lookSoon);
  }

  /** Takes the files as they are now for known; who reads them after that need not read again if nothing moves. */
  public void remember() {
    var now = stamps(files.get());
    synchronized (this) {
      adopted = now;
    }
  }

  /** Begins to watch. What was not remembered is a change, and told after the first looks. */
  public synchronized void start() {
    lookIn(UNTOLD);
  }

  /** Looks soon: something may have changed, or there are other files to look at. */
  public synchronized void lookSoon() {
    if (looking) {
      again = true;
    } else if (!soon) {
      lookIn(SETTLE);
    }
  }

  /** Stops watching; a call that is under way ends by itself. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      next.cancel();
    }
    subscription.close();
  }

  private void lookIn(Duration delay) {
    if (!closed) {
      next.cancel();
      long number = ++plan;
      soon = delay.compareTo(SETTLE) <= 0;
      next = with.timers().schedule(delay, () -> with.blocking().execute(() -> look(number)));
    }
  }

  private void look(long number) {
    synchronized (this) {
      if (number != plan || closed) {
        return;
      }
      looking = true;
      soon = false;
      again = false;
    }
    Duration rest = UNTOLD;
    try {
      rest = look();
    } catch (RuntimeException e) {
      // The type alone: what a parser quotes may be a secret.
      LOG.error("Looking at {} failed with {}; it goes on", files.get(), e.getClass().getName());
    } finally {
      synchronized (this) {
        looking = false;
        lookIn(again ? SETTLE : rest);
      }
    }
  }

  /** How long to rest after it. */
  private Duration look() {
    List<Path> paths = files.get();
    // Before the looking: what happens from here on is either seen or told.
    Duration rest = subscription.to(paths) ? TOLD : UNTOLD;
    var now = stamps(paths);
    if (now.equals(adopted)) {
      looks = 0;
      seen = now;
      return rest;
    }
    agreeing = now.equals(seen) ? agreeing + 1 : 0;
    seen = now;
    looks++;
    if (agreeing < (lostEverything(now) ? AGREEING_ON_NOTHING : AGREEING) && looks <= MOST_LOOKS) {
      return SETTLE;
    }
    // The stamps from before the reading: what moves meanwhile is a difference at the next look.
    adopted = now;
    looks = 0;
    changed.run();
    // Who has read may look at other files from now on.
    return files.get().equals(paths) ? rest : SETTLE;
  }

  private static Map<Path, FileStamp> stamps(List<Path> paths) {
    var stamps = new LinkedHashMap<Path, FileStamp>();
    paths.forEach(path -> stamps.put(path, FileStamp.of(path)));
    return stamps;
  }

  private boolean lostEverything(Map<Path, FileStamp> now) {
    return now.entrySet().stream().anyMatch(file -> file.getValue().holdsNothing()
        && adopted.containsKey(file.getKey()) && !adopted.get(file.getKey()).holdsNothing());
  }
}
