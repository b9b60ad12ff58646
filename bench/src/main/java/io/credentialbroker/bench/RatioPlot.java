package io.credentialbroker.bench;

import java.util.List;
import java.util.Locale;

/** Each row as a bar from its lowest to its highest round, its median a line, as multiples of the goal. */
final class RatioPlot {
  private static final int LEFT = 190;
  private static final int WIDTH = 520;
  private static final int ROW = 22;
  private static final int TOP = 40;
  private static final double SCALE_END = 2;

  private final List<Result> results;

  RatioPlot(List<Result> results) {
    this.results = results;
  }

  String svg() {
    int height = TOP + results.size() * ROW + 20;
    var svg = new StringBuilder();
    svg.append(String.format(Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n",
        LEFT + WIDTH + 30, height));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    svg.append(String.format(Locale.ROOT,
        "<text x=\"%d\" y=\"16\">Each figure as a multiple of its goal; left of the line is better</text>%n",
        LEFT));
    double goal = x(1);
    svg.append(String.format(Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"24\" x2=\"%.1f\" y2=\"%d\" stroke=\"#444\" stroke-dasharray=\"3 3\"/>%n",
        goal, goal,
        height - 16));
    for (int i = 0; i < results.size(); i++) {
      append(svg, results.get(i), TOP + i * ROW);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void append(StringBuilder svg, Result result, int y) {
    double low = Math.min(multiple(result, result.lowest()), multiple(result, result.highest()));
    double high = Math.max(multiple(result, result.lowest()), multiple(result, result.highest()));
    String colour = result.reached() ? "#2a7d4f" : "#b3402a";
    svg.append(
        String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 8, y + 9,
            result.id()));
    svg.append(String.format(Locale.ROOT,
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"10\" fill=\"%s\" opacity=\"0.3\"/>%n", x(low), y,
        Math.max(1, x(high) - x(low)), colour));
    double middle = x(multiple(result, result.value()));
    svg.append(
        String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%d\" width=\"3\" height=\"10\" fill=\"%s\"/>%n",
            middle - 1.5, y, colour));
  }

  /** Above 1 is worse than the goal, whichever way the goal points. */
  private static double multiple(Result result, double value) {
    return switch (result.goal()) {
      case Goal.AtLeast(double goal) -> goal / value;
      case Goal.AtMost(double goal) -> value / goal;
    };
  }

  private static double x(double multiple) {
    return LEFT + Math.min(SCALE_END, multiple) / SCALE_END * WIDTH;
  }
}
