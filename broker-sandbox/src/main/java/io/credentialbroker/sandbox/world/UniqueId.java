package io.credentialbroker.sandbox.world;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * IAM's unique ids: a prefix of four letters for the kind, and what looks random. Here it comes from the ARN,
 * so that the same world has the same ids in every run.
 */
final class UniqueId {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LENGTH = 17;

  private UniqueId() {}

  static String of(String prefix, String arn) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(arn.getBytes(StandardCharsets.UTF_8));
      var id = new StringBuilder(prefix);
      for (int i = 0; i < LENGTH; i++) {
        id.append(ALPHABET.charAt(digest[i] & 31));
      }
      return id.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
