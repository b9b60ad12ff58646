package io.credentialbroker.core.credentials;

/** Words from elsewhere, made fit for another sentence behind them. */
public final class Sentence {
  private static final String ENDS = ".!?…:;";
  private static final String CLOSING = "'\")]”’";

  private Sentence() {}

  /** The text with a full stop, unless it ends already; white space at its end is cut off. */
  public static String ended(String text) {
    String bare = text.stripTrailing();
    int last = bare.length() - 1;
    while (last > 0 && CLOSING.indexOf(bare.charAt(last)) >= 0) {
      last--;
    }
    return bare.isEmpty() || ENDS.indexOf(bare.charAt(last)) >= 0 ? bare : bare + '.';
  }
}
