package io.credentialbroker.bench;

import java.util.Locale;

/** What a row should reach. */
sealed interface Goal {
  double value();

  boolean reached(double value);

  record AtLeast(double value) implements Goal {
    @Override
    public boolean reached(double measured) {
      return measured >= value;
    }

    @Override
    public String toString() {
      return "≥ " + plain(value);
    }
  }

  record AtMost(double value) implements Goal {
    @Override
    public boolean reached(double measured) {
      return measured <= value;
    }

    @Override
    public String toString() {
      return "≤ " + plain(value);
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
