package io.credentialbroker.bench;

/**
 * One line of the report.
 *
 * @param id stable from run to run: the regression guard compares by it
 * @param what what was measured, in words
 * @param figure ours, with its unit
 * @param reference the reference's, with its name; empty where the goal is absolute
 * @param value what the goal is about: a ratio, or a figure in the goal's unit
 * @param lowest the lowest value of any round
 * @param highest the highest value of any round
 * @param noise the share of the value by which rounds differ; a change within it says nothing
 * @param goal what should be reached
 */
record Result(String id, String what, String figure, String reference, double value, double lowest,
    double highest,
    double noise, Goal goal) {
  static Result ratio(String id, String what, String figure, String reference, Paired paired, Goal goal) {
    return new Result(id, what, figure, reference, paired.ratio(), paired.lowestRatio(),
        paired.highestRatio(),
        paired.noise(), goal);
  }

  static Result absolute(String id, String what, String figure, double value, Goal goal) {
    return new Result(id, what, figure, "", value, value, value, 0, goal);
  }

  boolean reached() {
    return goal.reached(value);
  }
}
