import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the column "last result" of docs/security-tests.md from the reports of the last {@code mvn verify}, and of
 * the last mutation testing. A row that has no report keeps what stood there. Run it in the project's folder.
 */
final class SecurityResults {
  private static final Path PAGE = Path.of("docs/security-tests.md");
  private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z]+)(?:\\.([a-zA-Z0-9_]+))?` \\|(.*)\\|([^|]*)\\|");
  private static final Pattern MUTATION = Pattern.compile("\\| `([a-z-]+)/(pit-[a-z]+)` \\|(.*)\\|([^|]*)\\|");
  private static final Pattern CASE = Pattern.compile(
    "<testcase name=\"([^\"(\\[{]+)[^\"]*\"[^>]*?(/>|>(.*?)</testcase>)", Pattern.DOTALL);

  private SecurityResults() {}

  public static void main(String[] args) throws IOException {
    List<Path> reports = reports();
    var lines = new ArrayList<String>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      String result = row.matches() ? result(reports, row.group(1), row.group(2)) : "";
      if (!row.matches() && (row = MUTATION.matcher(line)).matches()) {
        result = mutants(Path.of(row.group(1), "target", row.group(2), "mutations.xml"));
      }
      lines.add(result.isEmpty() ? line : "| `" + line.substring(3, line.indexOf('`', 3)) + "` |" + row.group(3)
        + "| " + result + " |");
    }
    Files.write(PAGE, lines);
  }

  private static List<Path> reports() throws IOException {
    try (Stream<Path> all = Files.find(Path.of("."), 5, (path, _) -> path.getFileName().toString().startsWith("TEST-")
      && path.toString().contains("/target/") && path.toString().endsWith(".xml"))) {
      return all.sorted().toList();
    }
  }

  /** Nothing when there is no report of it. */
  private static String result(List<Path> reports, String test, String method) throws IOException {
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    String day = "";
    for (Path report : reports) {
      if (!report.getFileName().toString().endsWith("." + test + ".xml")) {
        continue;
      }
      day = day(report);
      Matcher each = CASE.matcher(Files.readString(report));
      while (each.find()) {
        if (method == null || method.equals(each.group(1))) {
          String inside = each.group(3) == null ? "" : each.group(3);
          boolean bad = inside.contains("<failure") || inside.contains("<error");
          failed += bad ? 1 : 0;
          skipped += !bad && inside.contains("<skipped") ? 1 : 0;
          passed += !bad && !inside.contains("<skipped") ? 1 : 0;
        }
      }
    }
    if (passed + failed + skipped == 0) {
      return "";
    }
    return passed + " passed" + (failed == 0 ? "" : ", " + failed + " FAILED")
      + (skipped == 0 ? "" : ", " + skipped + " skipped") + ", " + day;
  }

  /** Nothing when there is no report of it. */
  private static String mutants(Path report) throws IOException {
    if (!Files.exists(report)) {
      return "";
    }
    String xml = Files.readString(report);
    long all = Pattern.compile("<mutation ").matcher(xml).results().count();
    long noticed = Pattern.compile("<mutation detected='true'").matcher(xml).results().count();
    return noticed + " of " + all + " (" + noticed * 100 / all + " %), " + day(report);
  }

  private static String day(Path report) throws IOException {
    return LocalDate.ofInstant(Files.getLastModifiedTime(report).toInstant(), ZoneId.of("UTC")).toString();
  }
}
