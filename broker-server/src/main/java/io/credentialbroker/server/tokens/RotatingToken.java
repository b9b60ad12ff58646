package io.credentialbroker.server.tokens;

import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.IssuedToken;
import io.credentialbroker.core.caller.TokenId;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.time.Timers;
import io.credentialbroker.server.log.Event;
import io.credentialbroker.server.transport.ListenException;
import io.credentialbroker.server.transport.TokenFile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's token that is replaced on a schedule, in a file that the client reads again whenever it asks. Most
 * SDKs do; AWS CLI 2 reads the file once, and so the last token stays valid for an overlap. A new token is good
 * before it is in the file, and the old one ends only when the new one is there: a disk that is full costs a
 * rotation and no request.
 *
 * <p>What stood in the file when the daemon started counts as the last token, so that a restart is a rotation
 * like any other.
 */
public final class RotatingToken implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.tokens");
  /** How often the clock is looked at: timers stand still while the machine is suspended. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final ClientTokens registry;
  private final Identity client;
  private final TokenTerms terms;
  private final TokenFile file;
  private final Duration every;
  private final Duration overlap;
  private final InstantSource clock;
  private final Timers timers;
  private final Executor blocking;
  private final List<TokenId> made = new ArrayList<>();
  private @Nullable TokenId present;
  private Instant due;
  private Timers.Scheduled next = () -> {};
  private boolean closed;

  /** A token that {@link #start} makes. */
  public RotatingToken(ClientTokens registry, Identity client, TokenTerms terms, TokenFile file,
      Duration every, Duration overlap, InstantSource clock, Timers timers, Executor blocking) {
    this.registry = registry;
    this.client = client;
    this.terms = terms;
    this.file = file;
    this.every = every;
    this.overlap = overlap;
    this.clock = clock;
    this.timers = timers;
    this.blocking = blocking;
    this.due = clock.instant();
  }

  /**
   * Makes the first token, and goes on from there. Blocks.
   *
   * @throws ListenException when it cannot be written; there is no token then
   */
  public synchronized void start() throws ListenException {
    keepLast(file.read());
    try {
      rotate();
    } catch (ListenException e) {
      close();
      throw e;
    }
    lookLater();
  }

  /** As {@link #start}, but goes on with the token in the file, if there is one, instead of replacing it now. */
  public synchronized void startOrGoOn() throws ListenException {
    Secret last = file.read();
    if (last != null) {
      try {
        present = registry.addExisting(client, terms, last);
        made.add(present);
        due = clock.instant().plus(every);
        lookLater();
        return;
      } catch (IllegalArgumentException e) {
        // Somebody else's token: it is replaced.
      }
    }
    start();
  }

  private void keepLast(@Nullable Secret last) {
    if (last != null) {
      try {
        made.add(registry.addExisting(client, terms.endingBy(clock.instant().plus(overlap)), last));
      } catch (IllegalArgumentException e) {
        // Somebody else's, or no token at all.
      }
    }
  }

  private void rotate() throws ListenException {
    IssuedToken issued = registry.add(client, terms);
    try {
      file.write(issued.token());
    } catch (ListenException e) {
      registry.revoke(issued.id());
      throw e;
    }
    if (present != null) {
      registry.endBy(present, clock.instant().plus(overlap));
    }
    present = issued.id();
    made.removeIf(id -> registry.kept(id).isEmpty());
    made.add(issued.id());
    due = clock.instant().plus(every);
  }

  private synchronized void lookLater() {
    if (!closed) {
      Duration left = Duration.between(clock.instant(), due);
      Duration wait = left.compareTo(LOOK) < 0 ? left : LOOK;
      next = timers.schedule(wait.isNegative() ? Duration.ZERO : wait, () -> blocking.execute(this::look));
    }
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    if (!clock.instant().isBefore(due)) {
      try {
        rotate();
        Event.info(LOG, "token.rotated").with("client", client.name()).with("overlap_s", overlap.toSeconds())
            .tell("the token of " + client.name() + " is replaced; the last one is good for "
                + overlap.toSeconds() + " s more");
      } catch (ListenException | IllegalStateException e) {
        due = clock.instant().plus(LOOK);
        Event.warn(LOG, "token.not_rotated").with("client", client.name())
            .tell("the token of " + client.name() + " is not replaced: " + e.getMessage());
      }
    }
    lookLater();
  }

  /** Refuses its tokens from now on; the file is removed, as nothing in it is of use. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      next.cancel();
      made.forEach(registry::revoke);
      if (present != null) {
        file.delete();
      }
    }
  }

  /** Ends without removing the file: the next daemon takes the token in it for the overlap. */
  public synchronized void leave() {
    closed = true;
    next.cancel();
  }
}
