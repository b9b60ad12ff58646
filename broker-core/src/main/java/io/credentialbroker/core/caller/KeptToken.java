package io.credentialbroker.core.caller;

import java.time.Instant;

/**
 * A token as it may lie on a disk: with everything but the token. From the digest of 256 random bits nobody
 * finds the way back.
 *
 * @param client whose it is, and under which id and grant
 * @param terms how far it reaches
 * @param usesLeft how many of its uses are left; {@link TokenTerms#UNLIMITED} where they are not counted
 * @param created when it was made
 * @param digest SHA-256 of the token, 64 lower-case hexadecimal digits
 */
public record KeptToken(Client client, TokenTerms terms, int usesLeft, Instant created, String digest) {
  public KeptToken {
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a digest is 64 lower-case hexadecimal digits");
    }
    if (usesLeft < 0 || usesLeft > terms.uses()) {
      throw new IllegalArgumentException("more uses are left than there were");
    }
  }
}
