package io.credentialbroker.core.credentials;

import java.util.Collection;
import java.util.Optional;

/** The word that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The candidate with the fewest changes from {@code word}, if that is at most a third of its letters. */
  public static Optional<String> to(String word, Collection<String> candidates) {
    String best = null;
    int fewest = Math.max(1, word.length() / 3) + 1;
    for (String candidate : candidates) {
      int changes = changes(word, candidate);
      if (changes < fewest) {
        fewest = changes;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The Levenshtein distance, one row at a time. */
  private static int changes(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
