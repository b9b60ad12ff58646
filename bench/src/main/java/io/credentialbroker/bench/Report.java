package io.credentialbroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of a run, and a plot of its ratios. */
final class Report {
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

  void write(Path folder) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("latest.md"), markdown());
    Files.writeString(folder.resolve("latest.svg"), new RatioPlot(results).svg());
  }

  private String markdown() throws Exception {
    var text = new StringBuilder();
    text.append("# Figures\n\n").append("Written by `bench/run` on ")
        .append(LocalDate.now(java.time.ZoneOffset.UTC))
        .append(", commit ").append(commit()).append(", ").append(ProcFiles.processor()).append(", ")
        .append(Runtime.getRuntime().availableProcessors()).append(" processors, Linux ")
        .append(System.getProperty("os.version")).append(", JDK ").append(Runtime.version()).append(".\n")
        .append(effort.rounds()).append(" rounds of ").append(effort.seconds())
        .append(
            " s in turn with the reference; the ratio is the median of the rounds, with the lowest and highest.\n\n")
        .append("| what | ours | reference | ratio or figure | goal | |\n|---|---|---|---|---|---|\n");
    for (Result result : results) {
      text.append(String.format(Locale.ROOT, "| %s | %s | %s | %.2f (%.2f–%.2f) | %s | %s |%n", result.what(),
          result.figure(), result.reference().isEmpty() ? "–" : result.reference(), result.value(),
          result.lowest(),
          result.highest(), result.goal(), result.reached() ? "reached" : "**not reached**"));
    }
    return text.append("\n![ratios](latest.svg)\n").toString();
  }

  private static String commit() throws IOException, InterruptedException {
    try {
      return Tool.run(List.of("git", "rev-parse", "--short", "HEAD")).strip();
    } catch (BenchException e) {
      return "unknown";
    }
  }
}
