package io.credentialbroker.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text file of commands and what they print, run in a shell against the packaged programs:
 *
 * <pre>
 * # a comment; the first one names the script
 * % --sandbox             the daemon is started, with these arguments; none is without this line
 * > [profile a]           a line of ~/.aws/config
 * $ broker status         a command line for sh; what follows belongs to it
 * | text                  a line of its standard output; "| ..." stands for any number of lines
 * ! text                  a line of its standard error, likewise
 * ? 3                     its exit code; 0 where none is given
 * </pre>
 *
 * In what is printed, {@code {RUN}}, {@code {HOME}} and {@code {DIST}} stand for folders, {@code {N}} for a number,
 * {@code {TIME}} for an instant, {@code {ID}} for upper-case letters and digits, {@code {ANY}} for any text; two blanks
 * or more stand for any number of blanks.
 */
record CommandScript(String name, List<String> daemon, boolean hasDaemon, String config, List<Step> steps) {

  private static final Map<String, String> PLACES = Map.of("{N}", "-?[0-9]+", "{TIME}",
      "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "{ID}", "[A-Z0-9]+", "{ANY}", ".*");
  private static final Pattern MARK = Pattern.compile("\\{(?:N|TIME|ID|ANY)}| {2,}");

  /** One command and what it has to do. */
  record Step(String command, List<String> out, List<String> err, int code) {}

  static CommandScript read(Path file) throws IOException {
    String name = file.getFileName().toString();
    var daemon = new ArrayList<String>();
    boolean hasDaemon = false;
    var config = new StringBuilder();
    var steps = new ArrayList<Step>();
    for (String line : Files.readAllLines(file)) {
      String rest = line.length() > 2 ? line.substring(2) : "";
      switch (line.isEmpty() ? ' ' : line.charAt(0)) {
        case ' ', '#' -> {
        }
        case '%' -> {
          hasDaemon = true;
          daemon.addAll(List.of(rest.split(" +")).stream().filter(word -> !word.isEmpty()).toList());
        }
        case '>' -> config.append(rest).append('\n');
        case '$' -> steps.add(new Step(rest, new ArrayList<>(), new ArrayList<>(), 0));
        case '|' -> steps.getLast().out().add(rest);
        case '!' -> steps.getLast().err().add(rest);
        case '?' -> {
          Step last = steps.removeLast();
          steps.add(new Step(last.command(), last.out(), last.err(), Integer.parseInt(rest.strip())));
        }
        default -> throw new IOException(name + ": not a line of a script: " + line);
      }
    }
    return new CommandScript(name, daemon, hasDaemon, config.toString(), List.copyOf(steps));
  }

  /** Whether lines were printed as they are written down. */
  static boolean fits(List<String> written, String printed) {
    String pattern = written.stream()
        .map(line -> line.equals("...") ? "(?:.*\n)*?" : pattern(line.stripTrailing()) + " *\n")
        .collect(Collectors.joining());
    String text = printed.isEmpty() || printed.endsWith("\n") ? printed : printed + '\n';
    return Pattern.matches(pattern, text);
  }

  private static String pattern(String line) {
    var pattern = new StringBuilder();
    var mark = MARK.matcher(line);
    int end = 0;
    while (mark.find()) {
      pattern.append(Pattern.quote(line.substring(end, mark.start())))
          .append(PLACES.getOrDefault(mark.group(), " +"));
      end = mark.end();
    }
    return pattern.append(Pattern.quote(line.substring(end))).toString();
  }
}
