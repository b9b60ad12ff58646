package io.credentialbroker.sandbox.session;

import io.credentialbroker.sandbox.world.AccessKey;
import io.credentialbroker.sandbox.world.SandboxWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * All keys that the sandbox knows: those of the world's users, and those of the sessions it issued. Expired
 * sessions are remembered for a day, so that their use is answered as expired and not as unknown.
 */
public final class Keyring {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ID_LENGTH = 16;
  private static final int SECRET_BYTES = 30;
  /** Gives session tokens of about the length that STS gives. */
  private static final int TOKEN_BYTES = 480;
  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final int SWEEP_EVERY = 4096;

  private final SandboxWorld world;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ConcurrentHashMap<String, IssuedSession> sessions = new ConcurrentHashMap<>();
  private final AtomicLong issued = new AtomicLong();

  public Keyring(SandboxWorld world, InstantSource clock, RandomGenerator random) {
    this.world = world;
    this.clock = clock;
    this.random = random;
  }

  /** A key as signatures are checked with. */
  public record Known(AccessKey key, Caller caller) {}

  /** Makes new temporary credentials, valid from now on. */
  public IssuedSession issue(Principal principal, SessionContext context, Duration lifetime) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var key = new AccessKey("ASIA" + letters(ID_LENGTH), base64(SECRET_BYTES));
    var session = new IssuedSession(key, "SANDBOX/NOT/REAL/" + base64(TOKEN_BYTES), principal, context, now,
        now.plus(lifetime));
    sessions.put(key.id(), session);
    if (issued.incrementAndGet() % SWEEP_EVERY == 0) {
      sessions.values().removeIf(old -> old.isExpiredAt(now.minus(REMEMBERED)));
    }
    return session;
  }

  /** The key of that id, of a user or of a session, expired or not. */
  public Optional<Known> find(String accessKeyId) {
    IssuedSession session = sessions.get(accessKeyId);
    if (session != null) {
      return Optional.of(new Known(session.key(), new Caller(session.principal(), session)));
    }
    return world.owner(accessKeyId)
        .map(owner -> new Known(owner.key(), new Caller(new Principal.User(owner.user()), null)));
  }

  /** How many sessions have been issued. */
  public long issued() {
    return issued.get();
  }

  private String letters(int length) {
    var text = new StringBuilder(length);
    byte[] bytes = bytes(length);
    for (byte one : bytes) {
      text.append(ALPHABET.charAt(one & 31));
    }
    return text.toString();
  }

  private String base64(int length) {
    return Base64.getEncoder().encodeToString(bytes(length));
  }

  private byte[] bytes(int length) {
    var bytes = new byte[length];
    // Not every generator that a test may bring is safe for several threads.
    synchronized (random) {
      random.nextBytes(bytes);
    }
    return bytes;
  }
}
