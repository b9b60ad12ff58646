package io.credentialbroker.packaging.chaos;

/**
 * What one scenario has shown.
 *
 * @param row the name of the promise, which is the first column of the table
 * @param command what reproduces it, below the root of the project
 * @param figure what was measured
 * @param reached whether that is what was promised
 */
record Finding(String row, String command, String figure, boolean reached) {
  @Override
  public String toString() {
    return (reached ? "reached      " : "NOT REACHED  ") + row + ": " + figure;
  }
}
