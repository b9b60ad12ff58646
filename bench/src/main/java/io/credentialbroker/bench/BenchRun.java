package io.credentialbroker.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the rows that were asked for, prints each as it is done, and writes the report. */
public final class BenchRun {
  private static final List<Row> ROWS = List.of(new KeepAliveRow(1), new KeepAliveRow(16),
      new KeepAliveRow(64),
      new KeepAliveRow(256), new GoRow(1), new GoRow(16), new GoRow(64), new GoRow(256),
      new NewConnectionRow(), new UnixSocketRow(), new LatencyRow(), new StartRow(),
      new MemoryRow(), new IdleRow(), new CommandRow(), new SizeRow());

  private static final String INSTALL = "bench/run --install installs what is missing from Debian";

  private BenchRun() {}

  public static void main(String[] arguments) throws Exception {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    int status;
    try {
      status = run(Arguments.parse(arguments), out);
    } catch (BenchException e) {
      err.println("error: " + e.getMessage());
      err.println("hint: " + e.hint());
      status = 2;
    }
    // Maven, which starts this, would turn an exit code into forty lines of its own: the script reads this file.
    Files.writeString(Path.of(System.getProperty("bench.status", "bench/target/status")), status + "\n");
  }

  private static int run(Arguments arguments, PrintStream out) throws Exception {
    if (arguments.list()) {
      ROWS.forEach(row -> out.println(row.id()));
      return 0;
    }
    List<Row> rows = measurable(arguments.chosen(ROWS), out);
    var distribution = new Distribution(arguments.distribution());
    distribution.check();
    if (arguments.profile()) {
      return ProfileRun.run(rows, distribution, arguments, out);
    }
    var report = new Report(arguments.effort());
    try (Stage stage = Stage.set(distribution)) {
      for (Row row : rows) {
        for (Result result : row.measure(stage, arguments.effort())) {
          out.println(Report.line(result));
          report.add(result);
        }
      }
    }
    Recorded recorded = new Recorded(arguments.results().resolve("latest.json"));
    if (arguments.compare()) {
      List<String> worse = recorded.worse(report.results());
      worse.forEach(out::println);
      out.println(worse.isEmpty() ? "No figure is worse than the recorded one beyond the noise." : "");
      return worse.isEmpty() ? 0 : 1;
    }
    if (arguments.record() || arguments.ids().isEmpty()) {
      recorded.merge(report.results(), report.run());
      Report.publish(arguments.page(), recorded.all(ROWS.stream().map(Row::id).toList()));
      out.println("written: " + arguments.results() + ", " + arguments.page());
    }
    return 0;
  }

  /** The rows whose tools are here; a row that misses no more than a second reference is left out, and said so. */
  private static List<Row> measurable(List<Row> rows, PrintStream out) throws BenchException {
    List<String> missing = missing(rows).filter(tool -> !tool.optional()).map(Tool::debianPackage).toList();
    if (!missing.isEmpty()) {
      throw new BenchException("not installed: " + String.join(", ", missing), INSTALL);
    }
    var kept = new ArrayList<Row>();
    for (Row row : rows) {
      List<Tool> lacks = missing(List.of(row)).toList();
      if (lacks.isEmpty()) {
        kept.add(row);
      } else {
        out.println(
            row.id() + ": not measured, for " + lacks.getFirst().debianPackage() + " is not installed; "
                + INSTALL);
      }
    }
    return kept;
  }

  private static Stream<Tool> missing(List<Row> rows) {
    return rows.stream().flatMap(row -> row.needs().stream()).distinct().filter(tool -> !tool.present());
  }

  /**
   * What was asked for on the command line.
   *
   * @param list only name the rows
   * @param profile look where time goes, and keep that in place of figures
   * @param compare with what was recorded, and fail when something is worse
   * @param record keep the figures of these rows, as a full run does
   * @param ids of the rows to run; empty for all
   * @param distribution the assembled one
   * @param results the folder of what is recorded
   * @param page where people read it
   */
  record Arguments(boolean list, boolean profile, boolean compare, boolean record, List<String> ids,
      Effort effort,
      Path distribution, Path results, Path page) {
    static Arguments parse(String[] words) throws BenchException {
      boolean list = false;
      boolean profile = false;
      boolean quick = false;
      boolean record = false;
      int rounds = 0;
      var ids = new ArrayList<String>();
      for (int i = 0; i < words.length; i++) {
        switch (words[i]) {
          case "--list" -> list = true;
          case "--profile" -> profile = true;
          case "--quick" -> quick = true;
          case "--record" -> record = true;
          case "--rounds" -> rounds = number(words, ++i);
          default -> ids.add(row(words[i]));
        }
      }
      Effort effort = quick ? Effort.QUICK : Effort.FULL;
      if (profile && ids.isEmpty()) {
        throw new BenchException("--profile needs a row", "bench/run --profile keepalive-64");
      }
      return new Arguments(list, profile, quick, record, List.copyOf(ids),
          rounds > 0 ? effort.withRounds(rounds) : effort,
          Path.of(System.getProperty("bench.distribution", "packaging/target/credential-broker")),
          Path.of(System.getProperty("bench.results", "bench/results")),
          Path.of(System.getProperty("bench.page", "docs/performance.md")));
    }

    List<Row> chosen(List<Row> all) {
      return all.stream().filter(row -> ids.isEmpty() ? !compare || row.quick() : ids.contains(row.id()))
          .toList();
    }

    private static int number(String[] words, int at) throws BenchException {
      if (at >= words.length || !words[at].matches("[1-9]\\d{0,3}")) {
        throw new BenchException("--rounds needs a number", "bench/run --rounds 9");
      }
      return Integer.parseInt(words[at]);
    }

    private static String row(String word) throws BenchException {
      if (ROWS.stream().noneMatch(row -> row.id().equals(word))) {
        throw new BenchException("there is no row '" + word + "'",
            "the rows are " + ROWS.stream().map(Row::id).collect(Collectors.joining(", ")));
      }
      return word;
    }
  }
}
