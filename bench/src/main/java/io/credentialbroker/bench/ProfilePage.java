package io.credentialbroker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where profiles go: a table between two marks of the page, and a flame graph beside it. */
final class ProfilePage {
  private final Path page;

  ProfilePage(Path page) {
    this.page = page;
  }

  /** Puts a table in, in the place of the one before. */
  void table(String row, String run, String table) throws IOException {
    String begin = "<!-- profile " + row + ": written by bench/run --profile " + row + " -->\n";
    String finish = "<!-- end of profile " + row + " -->\n";
    String text = Files.readString(page);
    int from = text.indexOf(begin);
    int to = text.indexOf(finish);
    if (from < 0 || to < from) {
      throw new IOException(
          page + " lacks the marks between which the profile of " + row + " goes: " + begin + finish);
    }
    Files.writeString(page, text.substring(0, from) + begin + "`bench/run --profile " + row + "`, " + run
        + "; the [flame graph](" + name(row) + ") of it.\n\n" + table + text.substring(to));
  }

  void picture(String row, String svg) throws IOException {
    Files.writeString(page.resolveSibling(name(row)), svg);
  }

  private static String name(String row) {
    return "profile-" + row + ".svg";
  }
}
