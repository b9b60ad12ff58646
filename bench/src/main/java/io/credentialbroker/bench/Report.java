package io.credentialbroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of all that is recorded, between two marks of a page, and a plot of its ratios beside the page. */
final class Report {
  private static final String BEGIN = "<!-- figures: written by bench/run -->\n";
  private static final String END = "<!-- end of the figures -->\n";

  private final Effort effort;
  private final List<Result> results = new ArrayList<>();

  Report(Effort effort) {
    this.effort = effort;
  }

  void add(Result result) {
    results.add(result);
  }

  List<Result> results() {
    return List.copyOf(results);
  }

  static String line(Result result) {
    return String.format(Locale.ROOT, "%-22s %-14s %-26s %6.2f (%.2f–%.2f)  %-7s %s", result.id(),
        result.figure(),
        result.reference(), result.value(), result.lowest(), result.highest(), result.goal(),
        result.reached() ? "reached" : "NOT REACHED");
  }

  /** When, of which commit and how these results were measured. */
  String run() throws Exception {
    return when() + ", " + effort.rounds() + " × " + effort.seconds() + " s";
  }

  /** The day and the commit. */
  static String when() throws IOException, InterruptedException {
    return LocalDate.now(ZoneOffset.UTC) + ", " + commit();
  }

  /** Puts what is recorded into the page, and the plot beside it. */
  static void publish(Path page, List<Recorded.Entry> entries) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(page + " lacks the marks between which the figures go");
    }
    String plot = page.getFileName().toString().replace(".md", ".svg");
    Files.writeString(page,
        text.substring(0, begin) + BEGIN + markdown(entries) + "\n![ratios](" + plot + ")\n"
            + text.substring(end));
    Files.writeString(page.resolveSibling(plot),
        new RatioPlot(entries.stream().map(Recorded.Entry::result).toList()).svg());
  }

  private static String markdown(List<Recorded.Entry> entries) throws IOException {
    var text = new StringBuilder();
    text.append(ProcFiles.processor()).append(", ").append(Runtime.getRuntime().availableProcessors())
        .append(" processors, Linux ").append(System.getProperty("os.version"))
        .append(". A ratio is the median of the rounds, with the lowest and the highest.\n\n")
        .append("| row | what | ours | reference | ratio or figure | goal | | date, commit, rounds |\n")
        .append("|---|---|---|---|---|---|---|---|\n");
    for (Recorded.Entry entry : entries) {
      Result result = entry.result();
      text.append(String.format(Locale.ROOT, "| %s | %s | %s | %s | %.2f%s | %s | %s | %s |%n", result.id(),
          result.what(), result.figure(), result.reference().isEmpty() ? "–" : result.reference(),
          result.value(),
          result.lowest() == result.highest()
              ? ""
              : String.format(Locale.ROOT, " (%.2f–%.2f)",
                  result.lowest(), result.highest()),
          result.goal(), result.reached() ? "reached" : "**not reached**", entry.run()));
    }
    return text.toString();
  }

  private static String commit() throws IOException, InterruptedException {
    try {
      return Tool.run(List.of("git", "rev-parse", "--short", "HEAD")).strip();
    } catch (BenchException e) {
      return "unknown";
    }
  }
}
