package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The table of {@code docs/reliability.md}: one row for each promise, replaced when it is measured again. */
final class Report {
  private static final String BEGIN = "<!-- chaos: rows below are written by bench/chaos -->";

  private final Path file;
  private final String commit;

  Report(Path file, String commit) {
    this.file = file;
    this.commit = commit;
  }

  void put(Finding finding) throws IOException {
    var lines = new ArrayList<>(Files.readAllLines(file));
    int begin = lines.indexOf(BEGIN);
    if (begin < 0) {
      throw new IOException(file + " has no line " + BEGIN);
    }
    String row = "| " + finding.row() + " | `" + finding.command() + "` | " + finding.figure() + " | "
        + (finding.reached() ? "yes" : "**no**") + " | " + LocalDate.now(ZoneOffset.UTC) + ", " + commit
        + " |";
    int old = indexOf(lines, begin, "| " + finding.row() + " |");
    if (old >= 0) {
      lines.set(old, row);
    } else {
      lines.add(endOfTable(lines, begin), row);
    }
    Files.write(file, lines);
  }

  private static int indexOf(List<String> lines, int from, String start) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).startsWith(start)) {
        return i;
      }
    }
    return -1;
  }

  private static int endOfTable(List<String> lines, int begin) {
    int at = indexOf(lines, begin, "|");
    while (at < lines.size() && lines.get(at).startsWith("|")) {
      at++;
    }
    return at;
  }
}
