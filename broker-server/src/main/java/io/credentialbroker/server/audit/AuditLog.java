package io.credentialbroker.server.audit;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.server.audit.Decision.Console;
import io.credentialbroker.server.audit.Decision.Refused;
import io.credentialbroker.server.audit.Decision.TurnedAway;
import io.credentialbroker.server.audit.Decision.Vended;
import io.credentialbroker.server.log.Log;
import io.credentialbroker.server.pipeline.Refusal;
import io.credentialbroker.server.pipeline.VendObserver;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit: one line for every answer that a known caller got, for every refusal, and for every link to the console.
 *
 * <p>The event loop leaves a decision in a queue and goes on; it wakes the writer at most once for a burst. The
 * writer gathers what comes within {@link #GATHER_NANOS} and writes it with one call. When the file cannot be written
 * the decisions wait in the queue; when that is full they are counted, and the count is a line of its own after
 * the recovery. Nothing ever waits for room.
 */
public final class AuditLog implements VendObserver, SignIns, AutoCloseable {
  /** A second of the fastest load that one event loop can serve is about five times as much. */
  static final int ROOM = 16_384;

  private static final long GATHER_NANOS = 20_000_000;
  private static final long RETRY_NANOS = 1_000_000_000;
  private static final long LONGEST_END_MILLIS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Log.ROOT + ".audit");

  private final InstantSource clock;
  private final DecisionQueue queue;
  private final AuditWriter writer;
  private final AtomicLong lost = new AtomicLong();
  private final AtomicBoolean resting = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean closed;

  private AuditLog(InstantSource clock, int room, AuditWriter writer) {
    this.clock = clock;
    this.queue = new DecisionQueue(room);
    this.writer = writer;
    this.thread = Thread.ofPlatform().daemon().name("audit").unstarted(this::run);
  }

  /**
   * Begins to write. That the file cannot be written is no failure of the start: it is told, and tried again
   * every second.
   *
   * @param roleArns the ARN of the role behind a profile's session; null where it is of no role
   * @param holders which process holds the socket of this number; 0 where unknown. Asked by the writer
   */
  public static AuditLog open(AuditSettings settings, InstantSource clock,
      BiFunction<ProfileName, RoleSession, @Nullable String> roleArns, LongToIntFunction holders) {
    return open(settings, clock, roleArns, ROOM, PeerExecutables.ofThisMachine(), holders);
  }

  static AuditLog open(AuditSettings settings, InstantSource clock,
      BiFunction<ProfileName, RoleSession, @Nullable String> roleArns, int room,
      PeerExecutables executables, LongToIntFunction holders) {
    var log = new AuditLog(clock, room,
        new AuditWriter(new AuditFile(settings), new AuditLines(roleArns, executables, holders), clock));
    log.writer.begin();
    log.thread.start();
    return log;
  }

  /** How it stands. */
  public AuditFacts facts() {
    return new AuditFacts(writer.path(), writer.written(), lost.get(), writer.problem());
  }

  @Override
  public void vended(String listener, Caller caller, ProfileName profile, Vend vend, boolean fromCache) {
    leave(new Vended(clock.millis(), listener, caller, profile, vend, fromCache));
  }

  @Override
  public void refused(String listener, @Nullable Peer peer, Refusal refusal) {
    leave(new Refused(clock.millis(), listener, peer, refusal));
  }

  @Override
  public void turnedAway(String listener, @Nullable Peer peer, Turned why) {
    leave(new TurnedAway(clock.millis(), listener, peer, why));
  }

  @Override
  public void signIn(String listener, @Nullable Peer peer, ProfileName profile, SignIns.Outcome outcome) {
    leave(new Console(clock.millis(), listener, peer, profile, outcome));
  }

  private void leave(Decision decision) {
    if (!queue.offer(decision)) {
      lost.incrementAndGet();
    }
    if (resting.get() && resting.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      boolean some = attempt();
      if (writer.problem() != null) {
        LockSupport.parkNanos(this, RETRY_NANOS);
      } else if (some) {
        LockSupport.parkNanos(this, GATHER_NANOS);
      } else if (writer.owes()) {
        LockSupport.parkNanos(this, RETRY_NANOS);
      } else {
        rest();
      }
    }
    writer.end(queue, lost);
  }

  /** A decision that cannot be put into words must not end the audit of all others. */
  private boolean attempt() {
    try {
      return writer.write(queue, lost);
    } catch (RuntimeException e) {
      lost.incrementAndGet();
      LOG.error("an audit record could not be made", e);
      return true;
    }
  }

  private void rest() {
    resting.set(true);
    if (queue.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    resting.set(false);
  }

  /** Writes what is left, if that can be done within a second. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(LONGEST_END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
