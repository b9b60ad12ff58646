package io.credentialbroker.core.caller;

import io.credentialbroker.core.caller.Caller.Peer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One token as the registry knows it. */
record TokenEntry(Client client, TokenDigest digest, TokenTerms terms, AtomicInteger usesLeft) {

  TokenEntry(Client client, TokenDigest digest, TokenTerms terms) {
    this(client, digest, terms, new AtomicInteger(terms.uses()));
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
    return new TokenEntry(client, digest, terms.endingBy(end), usesLeft);
  }

  @Nullable
  Client useBy(@Nullable Peer peer, InstantSource clock) {
    if (terms.expires() != null && !clock.instant().isBefore(terms.expires())) {
      return null;
    }
    // A token bound to users is refused where the peer is unknown: no evidence is not good evidence.
    if (!terms.uids().isEmpty() && (peer == null || !terms.uids().contains(peer.uid()))) {
      return null;
    }
    if (terms.uses() == TokenTerms.UNLIMITED) {
      return client;
    }
    return usesLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? client : null;
  }
}
