package io.credentialbroker.core.text;

import java.util.HexFormat;

/** The text of a SHA-256 that is kept as four numbers: 64 lower-case hexadecimal digits, the first number first. */
public final class Hex256 {
  private static final int OF_A_NUMBER = 16;
  private static final int NUMBERS = 4;

  private Hex256() {}

  public static String of(long a, long b, long c, long d) {
    var digits = HexFormat.of();
    return digits.toHexDigits(a) + digits.toHexDigits(b) + digits.toHexDigits(c) + digits.toHexDigits(d);
  }

  /**
   * The four numbers again.
   *
   * @throws IllegalArgumentException when the text is not 64 hexadecimal digits
   */
  public static long[] numbers(String hex) {
    if (hex.length() != NUMBERS * OF_A_NUMBER) {
      throw new IllegalArgumentException("a SHA-256 has " + NUMBERS * OF_A_NUMBER + " hexadecimal digits");
    }
    var numbers = new long[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] = HexFormat.fromHexDigitsToLong(hex, i * OF_A_NUMBER, (i + 1) * OF_A_NUMBER);
    }
    return numbers;
  }
}
