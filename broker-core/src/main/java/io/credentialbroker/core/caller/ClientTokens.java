package io.credentialbroker.core.caller;

import static java.util.Objects.requireNonNull;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.secret.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

  private static final int TOKEN_BYTES = 32;
  private static final int ID_BYTES = 4;
  private static final int SHORTEST = 16;
  private static final int LONGEST = 256;

  private final SecureRandom random;
  private final InstantSource clock;
  private volatile TokenEntry[] entries = {};

  public ClientTokens(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /**
   * Makes a new token of 256 random bits for a client.
   *
   * @throws IllegalStateException when {@link #MOST_TOKENS} are in use
   */
  public IssuedToken add(String client, Grant grant, TokenTerms terms) {
    byte[] bits = new byte[TOKEN_BYTES];
    random.nextBytes(bits);
    // URL-safe base64 without padding: the alphabet that no SDK trims, escapes or refuses.
    byte[] token = Base64.getUrlEncoder().withoutPadding().encode(bits);
    Arrays.fill(bits, (byte) 0);
    var secret = Secret.ofUtf8(token);
    Arrays.fill(token, (byte) 0);
    return new IssuedToken(addExisting(client, grant, terms, secret), secret);
  }

  /**
   * Takes a token that was made elsewhere, e.g. one kept over a restart.
   *
   * @throws IllegalArgumentException when it is shorter than 16 or longer than 256 characters or has others
   *     than {@code [A-Za-z0-9_-]}, or is held already
   * @throws IllegalStateException when {@link #MOST_TOKENS} are in use
   */
  public synchronized TokenId addExisting(String client, Grant grant, TokenTerms terms, Secret token) {
    String text = token.reveal();
    if (text.length() < SHORTEST || text.length() > LONGEST
        || !text.chars().allMatch(ClientTokens::isPlain)) {
      throw new IllegalArgumentException(
          "The token of the client '" + client + "' is not " + SHORTEST + " to "
              + LONGEST + " characters of A-Z a-z 0-9 _ -.");
    }
    dropExpired();
    if (entries.length >= MOST_TOKENS) {
      throw new IllegalStateException("There are " + MOST_TOKENS + " tokens already, which is the limit. "
          + "Take some clients out of broker.toml, or end some 'broker exec'.");
    }
    var digest = requireNonNull(TokenDigest.of(text));
    if (TokenEntry.find(entries, digest) >= 0) {
      throw new IllegalArgumentException("The token of the client '" + client + "' is in use already.");
    }
    var id = freshId();
    var more = Arrays.copyOf(entries, entries.length + 1);
    more[entries.length] = new TokenEntry(new Client(id, client, grant), digest, terms);
    entries = more;
    return id;
  }

  /** Refuses the token from now on; false when there is none of that id. */
  public synchronized boolean revoke(TokenId id) {
    int before = entries.length;
    keep(entry -> !entry.client().token().equals(id));
    return entries.length < before;
  }

  /**
   * Makes a new token with the same client, grant and terms. The old one stays valid for the overlap, since a
   * client that read it before the rotation goes on using it (AWS CLI 2 reads a token file once).
   *
   * @return empty when there is no token of that id
   */
  public synchronized Optional<IssuedToken> rotate(TokenId id, Duration overlap) {
    for (TokenEntry old : entries) {
      if (old.client().token().equals(id)) {
        var issued = add(old.client().name(), old.client().grant(), old.terms());
        var end = clock.instant().plus(overlap);
        entries = Arrays.stream(entries)
            .map(entry -> entry.client().token().equals(id) ? entry.endingBy(end) : entry)
            .toArray(TokenEntry[]::new);
        return Optional.of(issued);
      }
    }
    return Optional.empty();
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
   * @param presented what the client sent, raw, as one opaque string
   * @param peer who sent it, where the transport knows
   * @return null when it is nobody's, or not within its terms
   */
  public @Nullable Client authenticate(CharSequence presented, @Nullable Peer peer) {
    int length = presented.length();
    if (length == 0 || length > LONGEST) {
      return null;
    }
    var digest = TokenDigest.of(presented);
    if (digest == null) {
      return null;
    }
    var all = entries;
    int found = TokenEntry.find(all, digest);
    return found < 0 ? null : all[found].useBy(peer, clock);
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
