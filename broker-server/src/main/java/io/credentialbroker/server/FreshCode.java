package io.credentialbroker.server;

import io.credentialbroker.server.log.Log;
import io.credentialbroker.server.process.Exec;
import io.credentialbroker.server.process.StartCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it, before anything is served, that what runs is what lies in the package's jars. */
final class FreshCode {
  private static final Logger LOG = LoggerFactory.getLogger(Log.ROOT + ".daemon");
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final String REMEDY = "Starts take longer without it. Install the package again.";

  private final List<String> words;
  private final @Nullable StartCache cache;
  private final List<String> changed;
  private final @Nullable String unknown;

  private FreshCode(List<String> words, @Nullable StartCache cache, List<String> changed,
      @Nullable String unknown) {
    this.words = words;
    this.cache = cache;
    this.changed = changed;
    this.unknown = unknown;
  }

  /** Compares the AOT cache that this process was started with, if any, with the jars. Reads all of them. */
  static FreshCode look() {
    try {
      List<String> words = Exec.ownCommandLine();
      StartCache cache = System.getProperty(StartCache.REFUSED) == null ? StartCache.namedOn(words) : null;
      return new FreshCode(words, cache, cache == null ? List.of() : cache.changed(), null);
    } catch (IOException e) {
      return new FreshCode(List.of(), null, List.of(), e.getMessage());
    }
  }

  /**
   * Starts this process anew, without its AOT cache, when the cache was made of other jars; tells when the cache is
   * of no use.
   *
   * @throws Fault when the cache is stale and there is no way to start without it
   */
  void ensure() throws Fault {
    String refused = System.getProperty(StartCache.REFUSED);
    if (refused != null) {
      LOG.warn("The start-up cache was made of other files than lie here now ({}), and is not used. {}",
          refused,
          REMEDY);
    } else if (unknown != null) {
      LOG.warn("Whether the start-up cache fits the package cannot be told: {}", unknown);
    } else if (cache != null) {
      if (!changed.isEmpty()) {
        startWithout(words, changed);
      }
      tellIfUnused(cache);
    }
  }

  private static void startWithout(List<String> words, List<String> changed) throws Fault {
    try {
      Exec.become(StartCache.without(words, changed));
    } catch (IOException e) {
      throw new Fault(
          "The start-up cache was made of other files than lie here now (" + String.join(", ", changed)
              + "), and starting without it failed: " + e.getMessage() + '.',
          "Install the package again.");
    }
  }

  private static void tellIfUnused(StartCache cache) {
    try {
      if (!cache.isIn(MAPS)) {
        LOG.warn(
            "The start-up cache {} is not used: it was made with other options of Java, by another Java, or"
                + " its files have lost their times (cp -p and rsync -t keep them). {}",
            cache, REMEDY);
      }
    } catch (IOException e) {
      LOG.debug("Whether the start-up cache is used cannot be told", e);
    }
  }
}
