package io.credentialbroker.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code bench/run --profile}: looks where the time of rows goes, and keeps that in the page. */
final class ProfileRun {
  private ProfileRun() {}

  static int run(List<Row> rows, Distribution distribution, BenchRun.Arguments arguments, PrintStream out)
      throws Exception {
    if (!Tool.PERF.present()) {
      throw new BenchException("not installed: " + Tool.PERF.debianPackage(),
          "bench/run --install installs what is missing from Debian");
    }
    var page = new ProfilePage(arguments.page());
    String run = Report.when();
    try (Stage stage = Stage.set(distribution)) {
      for (Row row : rows) {
        Path folder = Files.createDirectories(stage.folder().resolve("profile-" + row.id()));
        String table = switch (row) {
          case LoadRow load -> LoadProfile.measure(load, stage, folder, page);
          case StartRow _ -> StartProfile.measure(stage, folder, page);
          default -> throw new BenchException("'" + row.id() + "' has no profile",
              "rows with one are keepalive-N, new-connection, unix-new-connection, latency, start");
        };
        out.println(row.id() + ":\n" + table);
        page.table(row.id(), run, table);
      }
    }
    out.println("written: " + arguments.page() + " and profile-ROW.svg beside it");
    return 0;
  }
}
