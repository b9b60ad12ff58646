package io.credentialbroker.server.audit;

import io.credentialbroker.server.log.Event;
import io.credentialbroker.server.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the writing thread does: from decisions to lines, from lines to the file. A batch that could not be
 * written is kept and tried again; what is in the file is always whole lines.
 */
final class AuditWriter {
  private static final Logger LOG = LoggerFactory.getLogger(Log.ROOT + ".audit");

  private final AuditFile file;
  private final AuditLines lines;
  private final InstantSource clock;
  private long told;
  private final AtomicLong written = new AtomicLong();
  private volatile @Nullable String problem;

  AuditWriter(AuditFile file, AuditLines lines, InstantSource clock) {
    this.file = file;
    this.lines = lines;
    this.clock = clock;
  }

  Path path() {
    return file.path();
  }

  long written() {
    return written.get();
  }

  /** Why nothing can be written at present; null when it can. */
  @Nullable
  String problem() {
    return problem;
  }

  /** Whether something is to be written that no further decision will call for. */
  boolean owes() {
    return lines.owes();
  }

  /** Opens the file, so that what is wrong with it is told at the start. */
  void begin() {
    attempt(file::ready);
  }

  /** Writes all that waits; false when nothing did. */
  boolean write(DecisionQueue queue, AtomicLong lost) {
    boolean some = false;
    do {
      fill(queue, lost);
      if (lines.isEmpty()) {
        return some;
      }
      some = true;
    } while (flush());
    return some;
  }

  private void fill(DecisionQueue queue, AtomicLong lost) {
    long missing = lost.get();
    if (problem == null && missing > told) {
      lines.lost(clock.millis(), missing - told);
      told = missing;
    }
    if (lines.owes()) {
      lines.settle(clock.millis());
    }
    while (!lines.isFull()) {
      Decision decision = queue.poll();
      if (decision == null) {
        return;
      }
      lines.add(decision);
    }
  }

  /** The last words. */
  void end(DecisionQueue queue, AtomicLong lost) {
    lines.settle(Long.MAX_VALUE);
    write(queue, lost);
    long missing = lost.get() - told + lines.count() + queue.size();
    if (missing > 0) {
      Event.warn(LOG, "audit.lost").with("records", missing)
          .tell(missing + " audit records could not be written and are lost");
    }
    file.close();
  }

  private boolean flush() {
    if (!attempt(() -> file.write(lines.bytes()))) {
      return false;
    }
    written.addAndGet(lines.count());
    lines.clear();
    return true;
  }

  private boolean attempt(Writing writing) {
    try {
      writing.run();
      if (problem != null) {
        Event.info(LOG, "audit.mended").with("file", file.path()).tell(file.path() + " is written again");
        problem = null;
      }
      return true;
    } catch (IOException e) {
      String why = file.why(e);
      if (problem == null) {
        Event.warn(LOG, "audit.unwritable").with("file", file.path()).tell(why + " Requests are served; "
            + AuditLog.ROOM + " records are kept until it can be written, the rest is counted.");
      }
      problem = why;
      return false;
    }
  }

  /** Something with the file. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }
}
