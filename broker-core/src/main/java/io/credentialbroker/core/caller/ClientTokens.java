package io.credentialbroker.core.caller;

import static java.util.Objects.requireNonNull;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.secret.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of all clients, as digests. A token found in memory, in a heap dump or in a log of this registry
 * is impossible, because it is not there.
 *
 * <p>A presented token is hashed and its digest compared with every digest held, each in constant time and
 * without stopping at a hit: the time taken tells neither which token matched nor how nearly one did. Reading
 * takes no lock; a change replaces the whole array.
 */
public final class ClientTokens {
  /** Each costs about three nanoseconds of every request, so there is an end to them. */
  public static final int MOST_TOKENS = 4096;

  /** What they are told who want one more. */
  public static final Told FULL = new Told(
      "There are " + MOST_TOKENS + " tokens already, which is the limit.",
      "Revoke some, take some clients out of broker.toml, or end some 'broker exec'.");

  private static final int TOKEN_BYTES = 32;
  private static final int ID_BYTES = 4;
  private static final int SHORTEST = 16;

  private final SecureRandom random;
  private final InstantSource clock;
  private volatile TokenEntry[] entries = {};
  private volatile Consumer<Client> counted = _ -> {};

  public ClientTokens(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /** Has {@code listener} told of each use of a token whose uses are counted; on the event loop, so briefly. */
  public void onCountedUse(Consumer<Client> listener) {
    counted = listener;
  }

  /**
   * Makes a new token of 256 random bits for a client.
   *
   * @throws IllegalStateException when {@link #MOST_TOKENS} are in use
   */
  public IssuedToken add(String client, Grant grant, TokenTerms terms) {
    return add(new Identity(client, grant), terms);
  }

  /** As {@link #add(String, Grant, TokenTerms)}. */
  public IssuedToken add(Identity client, TokenTerms terms) {
    byte[] bits = new byte[TOKEN_BYTES];
    random.nextBytes(bits);
    // URL-safe base64 without padding: the alphabet that no SDK trims, escapes or refuses.
    byte[] token = Base64.getUrlEncoder().withoutPadding().encode(bits);
    Arrays.fill(bits, (byte) 0);
    var secret = Secret.ofUtf8(token);
    Arrays.fill(token, (byte) 0);
    return new IssuedToken(addExisting(client, terms, secret), secret);
  }

  /**
   * Takes a token that was made elsewhere, e.g. one kept over a restart.
   *
   * @throws IllegalArgumentException when it is shorter than 16 or longer than 256 characters or has others
   *     than {@code [A-Za-z0-9_-]}, or is held already
   * @throws IllegalStateException when {@link #MOST_TOKENS} are in use
   */
  public TokenId addExisting(String client, Grant grant, TokenTerms terms, Secret token) {
    return addExisting(new Identity(client, grant), terms, token);
  }

  /** As {@link #addExisting(String, Grant, TokenTerms, Secret)}. */
  public synchronized TokenId addExisting(Identity client, TokenTerms terms, Secret token) {
    String text = token.reveal();
    if (text.length() < SHORTEST || text.length() > PresentedToken.LONGEST
        || !text.chars().allMatch(ClientTokens::isPlain)) {
      throw new IllegalArgumentException(
          "The token of the client '" + client.name() + "' is not " + SHORTEST + " to "
              + PresentedToken.LONGEST + " characters of A-Z a-z 0-9 _ -.");
    }
    var id = freshId();
    append(new TokenEntry(new Client(id, client), requireNonNull(TokenDigest.of(text)), terms,
        clock.instant()));
    return id;
  }

  /**
   * Takes a token back that was kept over a restart.
   *
   * @throws IllegalArgumentException when it, or its id, is held already
   * @throws IllegalStateException when {@link #MOST_TOKENS} are in use
   */
  public synchronized void restore(KeptToken kept) {
    if (isHeld(kept.client().token())) {
      throw new IllegalArgumentException("The token id " + kept.client().token() + " is in use already.");
    }
    append(TokenEntry.of(kept));
  }

  /** The token of this id as it may be kept; empty when there is none, or it is of no use any more. */
  public Optional<KeptToken> kept(TokenId id) {
    var now = clock.instant();
    return Arrays.stream(entries).filter(one -> one.client().token().equals(id) && !one.isSpentAt(now))
        .map(TokenEntry::kept).findFirst();
  }

  private void append(TokenEntry entry) {
    dropExpired();
    if (entries.length >= MOST_TOKENS) {
      throw new IllegalStateException(FULL.text());
    }
    if (TokenEntry.find(entries, entry.digest()) >= 0) {
      throw new IllegalArgumentException(
          "The token of the client '" + entry.client().name() + "' is in use already.");
    }
    var more = Arrays.copyOf(entries, entries.length + 1);
    more[entries.length] = entry;
    entries = more;
  }

  /** Refuses the token from now on; false when there is none of that id. */
  public synchronized boolean revoke(TokenId id) {
    int before = entries.length;
    keep(entry -> !entry.client().token().equals(id));
    return entries.length < before;
  }

  /**
   * Has the token of this id end at an instant, if it does not end before. Beside a new token the old one stays
   * valid for a while, since a client that read it before goes on using it (AWS CLI 2 reads a token file once).
   */
  public synchronized void endBy(TokenId id, Instant end) {
    entries = Arrays.stream(entries)
        .map(entry -> entry.client().token().equals(id) ? entry.endingBy(end) : entry)
        .toArray(TokenEntry[]::new);
  }

  /** Whose tokens are valid now, oldest first. */
  public List<Client> clients() {
    var now = clock.instant();
    var all = new ArrayList<Client>();
    for (TokenEntry entry : entries) {
      if (!entry.isSpentAt(now)) {
        all.add(entry.client());
      }
    }
    return all;
  }

  /**
   * Whose token this is.
   *
   * @param presented what the client sent
   * @param peer who sent it, where the transport knows
   * @return null when it is nobody's, or not within its terms
   */
  public @Nullable Client authenticate(PresentedToken presented, @Nullable Peer peer) {
    return authenticate(presented, entry -> entry.useBy(peer, clock));
  }

  /** As {@link #authenticate(PresentedToken, Peer)}, for the raw text. */
  public @Nullable Client authenticate(CharSequence presented, @Nullable Peer peer) {
    return authenticate(PresentedToken.of(presented), peer);
  }

  /** As {@link #authenticate(PresentedToken, Peer)}, for a request that came from another machine. */
  public @Nullable Client authenticateFromAfar(PresentedToken presented) {
    return authenticate(presented, entry -> entry.useFromAfar(clock));
  }

  private @Nullable Client authenticate(PresentedToken presented, Way way) {
    var digest = presented.digest();
    if (digest == null) {
      return null;
    }
    var all = entries;
    int found = TokenEntry.find(all, digest);
    if (found < 0) {
      return null;
    }
    Client client = way.use(all[found]);
    if (client != null && all[found].isCounted()) {
      counted.accept(client);
    }
    return client;
  }

  /** By which evidence an entry may be used. */
  private interface Way {
    @Nullable
    Client use(TokenEntry entry);
  }

  /** Whether there is a token that processes of this user may use. */
  public boolean admits(int uid) {
    var now = clock.instant();
    for (TokenEntry entry : entries) {
      if (entry.admits(uid) && !entry.isSpentAt(now)) {
        return true;
      }
    }
    return false;
  }

  private void dropExpired() {
    var now = clock.instant();
    for (TokenEntry entry : entries) {
      if (entry.isSpentAt(now)) {
        keep(one -> !one.isSpentAt(now));
        return;
      }
    }
  }

  private void keep(Predicate<TokenEntry> wanted) {
    entries = Arrays.stream(entries).filter(wanted).toArray(TokenEntry[]::new);
  }

  private TokenId freshId() {
    byte[] bits = new byte[ID_BYTES];
    while (true) {
      random.nextBytes(bits);
      var id = new TokenId(HexFormat.of().formatHex(bits));
      if (!isHeld(id)) {
        return id;
      }
    }
  }

  private boolean isHeld(TokenId id) {
    for (TokenEntry entry : entries) {
      if (entry.client().token().equals(id)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  }
}
