package io.credentialbroker.server.restart;

import com.github.benmanes.caffeine.cache.Ticker;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionEngine;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.core.session.SessionPlan;
import io.credentialbroker.core.time.Timers;
import io.credentialbroker.server.log.Event;
import io.credentialbroker.server.transport.OwnUser;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a sealed copy of the sessions held: written soon after each change, so that a killed daemon profits
 * too, and at the stop. A daemon that finds a good one starts with its sessions; from one that is not good it
 * takes nothing, says why in one line, and starts cold.
 */
public final class WarmRestart implements SessionListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.restart");
  private static final Duration SOON = Duration.ofMillis(500);
  /** Writing takes at most this part of the time, however many sessions there are. */
  private static final int PART = 20;

  private final SealedSessions sealed;
  private final InstantSource wall;
  private final Ticker ticker;
  private final Timers timers;
  private final Executor blocking;
  /** One write at a time; never taken by a listener's call, which must not wait for a disk. */
  private final Object writing = new Object();
  private volatile @Nullable SessionEngine sessions;
  private volatile Duration pause = SOON;
  private int found;
  private boolean toldFailure;
  private boolean waiting;
  private boolean closed;

  private WarmRestart(SealedSessions sealed, InstantSource wall, Ticker ticker, Timers timers,
      Executor blocking) {
    this.sealed = sealed;
    this.wall = wall;
    this.ticker = ticker;
    this.timers = timers;
    this.blocking = blocking;
  }

  /**
   * Gets ready, if there is a key; without one says so in one line and is null.
   *
   * @param blocking runs what writes to the disk
   */
  public static @Nullable WarmRestart open(RestartTerms terms, InstantSource wall, Ticker ticker,
      Timers timers,
      Executor blocking) {
    try {
      return new WarmRestart(SealedSessions.with(terms, OwnUser.uid()), wall, ticker, timers, blocking);
    } catch (Unusable e) {
      LOG.warn("sessions are not kept over a restart: {}. {}", e.getMessage(), e.remedy());
    } catch (IOException e) {
      LOG.warn("sessions are not kept over a restart: the system does not say whose process this is");
    }
    return null;
  }

  /** Whose sessions they are; closing this writes them down a last time. */
  public WarmRestart of(SessionEngine engine) {
    sessions = engine;
    return this;
  }

  /**
   * Hands over what the last daemon left. To be called before the profiles are read: their first plan says what
   * of it is wanted, and fetches the rest. Blocks.
   */
  public void restore() {
    SessionEngine engine = sessions;
    if (engine == null) {
      return;
    }
    var now = Moment.now(wall.millis(), 0);
    try {
      var carried = sealed.load(now);
      Duration skew = now.skewBy(carried.at());
      if (!skew.isZero()) {
        engine.skew(skew);
      }
      carried.sessions().forEach(engine::adopt);
      found = carried.sessions().size();
    } catch (NoSuchFileException _) {
      LOG.debug("{} does not exist: nothing is taken over", sealed.file());
    } catch (Unusable e) {
      Event.warn(LOG, "restart.cold").with("file", sealed.file()).tell("starting cold: " + sealed.file() + ' '
          + e.getMessage() + '.' + (e.remedy().isEmpty() ? "" : ' ' + e.remedy()));
    }
  }

  /** Says what has become of it, when the profiles have been read. */
  public void tell() {
    SessionEngine engine = sessions;
    if (engine != null && found > 0) {
      Event.info(LOG, "restart.taken_over").with("sessions", engine.held().size()).with("found", found)
          .tell(engine.held().size() + " of " + found + " sessions taken over from " + sealed.file());
    }
  }

  @Override
  public void fetched(SessionPlan plan, RoleSession session, Duration took) {
    saveSoon();
  }

  @Override
  public void dropped(SessionPlan plan) {
    saveSoon();
  }

  private synchronized void saveSoon() {
    if (!waiting && !closed) {
      waiting = true;
      timers.schedule(pause, () -> blocking.execute(this::saveNow));
    }
  }

  private void saveNow() {
    synchronized (this) {
      waiting = false;
      if (closed) {
        return;
      }
    }
    save();
  }

  private void save() {
    SessionEngine engine = sessions;
    if (engine == null) {
      return;
    }
    synchronized (writing) {
      long began = ticker.read();
      try {
        sealed.save(new CarriedSessions(Moment.now(wall.millis(), engine.skew().toMillis()), engine.held()));
        toldFailure = false;
      } catch (IOException e) {
        failed(e);
      }
      Duration slow = Duration.ofNanos(ticker.read() - began).multipliedBy(PART);
      pause = slow.compareTo(SOON) > 0 ? slow : SOON;
    }
  }

  /** What cannot be brought up to date is removed: a session that was forgotten must not come back. */
  private void failed(IOException failure) {
    if (!toldFailure) {
      toldFailure = true;
      LOG.warn("{} cannot be written ({}); a restart would be cold. "
          + "Check that its folder exists, is writable and not full.", sealed.file(),
          failure.getClass().getSimpleName());
    }
    try {
      sealed.delete();
    } catch (IOException e) {
      LOG.debug("{} cannot be removed either", sealed.file());
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    save();
  }
}
