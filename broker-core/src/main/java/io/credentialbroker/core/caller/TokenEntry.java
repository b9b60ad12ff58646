package io.credentialbroker.core.caller;

import io.credentialbroker.core.caller.Caller.Peer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One token as the registry knows it. */
record TokenEntry(Client client, TokenDigest digest, TokenTerms terms, AtomicInteger usesLeft,
    Instant created) {

  TokenEntry(Client client, TokenDigest digest, TokenTerms terms, Instant created) {
    this(client, digest, terms, new AtomicInteger(terms.uses()), created);
  }

  static TokenEntry of(KeptToken kept) {
    return new TokenEntry(kept.client(), TokenDigest.ofHex(kept.digest()), kept.terms(),
        new AtomicInteger(kept.usesLeft()), kept.created());
  }

  KeptToken kept() {
    return new KeptToken(client, terms, usesLeft.get(), created, digest.hex());
  }

  boolean isCounted() {
    return terms.uses() != TokenTerms.UNLIMITED;
  }

  /**
   * The place of the entry with this digest, or -1. Looks at all of them whatever it finds on the way, and
   * keeps the place by arithmetic, not by a branch.
   */
  static int find(TokenEntry[] entries, TokenDigest digest) {
    int place = 0;
    for (int i = 0; i < entries.length; i++) {
      long difference = entries[i].digest.difference(digest);
      int hit = (int) ((difference | -difference) >>> 63) ^ 1;
      place |= -hit & (i + 1);
    }
    return place - 1;
  }

  boolean isSpentAt(Instant now) {
    return (terms.expires() != null && !now.isBefore(terms.expires())) || usesLeft.get() <= 0;
  }

  /** Shares the count of uses with the entry it replaces. */
  TokenEntry endingBy(Instant end) {
    return new TokenEntry(client, digest, terms.endingBy(end), usesLeft, created);
  }

  /** Whether a process of this user could use it. */
  boolean admits(int uid) {
    return terms.uids().contains(uid);
  }

  /** The client, if the token may be used by this peer now; a use is counted only then. */
  @Nullable
  Client useBy(@Nullable Peer peer, InstantSource clock) {
    // A token bound to users is refused where the peer is unknown: no evidence is not good evidence.
    return terms.uids().isEmpty() || peer != null && terms.uids().contains(peer.uid()) ? use(clock) : null;
  }

  /** As {@link #useBy}, for a request from another machine: only a token made for that, and not for everything. */
  @Nullable
  Client useFromAfar(InstantSource clock) {
    return terms.remote() && !client.grant().isEverything() ? use(clock) : null;
  }

  private @Nullable Client use(InstantSource clock) {
    if (terms.expires() != null && !clock.instant().isBefore(terms.expires())) {
      return null;
    }
    if (!isCounted()) {
      return client;
    }
    return usesLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? client : null;
  }
}
