package io.credentialbroker.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Two figures measured in turn, round by round. The machine's speed drifts over minutes, so that only figures of the
 * same round may be compared: the ratio is taken in each round, and the median of these is the result.
 *
 * @param ours in each round
 * @param reference in each round, as many
 */
record Paired(List<Double> ours, List<Double> reference) {
  Paired {
    ours = List.copyOf(ours);
    reference = List.copyOf(reference);
    if (ours.size() != reference.size() || ours.isEmpty()) {
      throw new IllegalArgumentException("as many figures of ours as of the reference, at least one");
    }
  }

  /** Measures both in each round, the one that goes first changing, so that neither always finds the machine warm. */
  static Paired inTurn(int rounds, Callable<Double> ours, Callable<Double> reference) throws Exception {
    var our = new ArrayList<Double>();
    var theirs = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        our.add(ours.call());
        theirs.add(reference.call());
      } else {
        theirs.add(reference.call());
        our.add(ours.call());
      }
    }
    return new Paired(our, theirs);
  }

  List<Double> ratios() {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / reference.get(i));
    }
    return ratios;
  }

  double ratio() {
    return median(ratios());
  }

  double lowestRatio() {
    return ratios().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double highestRatio() {
    return ratios().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /**
   * How far a single round lies from the median, as a share of it: half of the distance between the quartiles. A change
   * of the ratio within this is noise.
   */
  double noise() {
    List<Double> sorted = ratios().stream().sorted().toList();
    double low = sorted.get(sorted.size() / 4);
    double high = sorted.get(sorted.size() - 1 - sorted.size() / 4);
    return (high - low) / 2 / ratio();
  }

  static double median(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
