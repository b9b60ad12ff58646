package io.credentialbroker.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text script of commands and what they print. A file holds scenarios, divided by {@code ---}:
 *
 * <pre>
 * # a comment; the first one of a scenario names it
 * % NAME=value                an environment variable; "% terminal" makes standard output a terminal
 * {@literal @} GET /v1/status 200 {…}    an answer of control.sock
 * &amp; GET /path 200 {…}         an answer of broker.sock
 * < 123456                    a line of standard input; "< terminal" makes it a terminal, on which the lines are typed
 * $ broker status             a command; single quotes group words
 * | text                      a line of its standard output
 * ! text                      a line of its standard error
 * ? 3                         its exit code; 0 where none is given
 * </pre>
 *
 * {@code {RUN}} stands for the runtime directory, and {@code ␛} for the escape character.
 */
record CliScript(String name, Map<String, String> environment, boolean terminal, List<String> input,
    List<Answer> answers, List<Step> steps) {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** One canned answer: of which socket, to which request line, with which status and JSON. */
  record Answer(boolean control, String request, int status, String json, List<String> headers) {}

  /** One command and what it has to do. */
  record Step(List<String> words, String out, String err, int code) {}

  static List<CliScript> in(Path file) throws IOException {
    var scripts = new ArrayList<CliScript>();
    for (String text : Files.readString(file).split("(?m)^---\\R", -1)) {
      scripts.add(parse(file.getFileName() + ": ", text));
    }
    return scripts;
  }

  private static CliScript parse(String prefix, String text) {
    var environment = new HashMap<String, String>();
    var answers = new ArrayList<Answer>();
    var steps = new ArrayList<Step>();
    var input = new ArrayList<String>();
    String name = "";
    boolean terminal = false;
    for (String line : text.lines().toList()) {
      String rest = line.length() > 2 ? line.substring(2) : "";
      switch (line.isEmpty() ? ' ' : line.charAt(0)) {
        case ' ' -> {
        }
        case '#' -> name = name.isEmpty() ? rest : name;
        case '%' -> {
          terminal |= rest.equals("terminal");
          int equals = rest.indexOf('=');
          if (equals > 0) {
            environment.put(rest.substring(0, equals), rest.substring(equals + 1));
          }
        }
        case '<' -> input.add(rest);
        case '@', '&' -> answers.add(answer(line.charAt(0) == '@', rest));
        case '$' -> steps.add(new Step(words(rest), "", "", 0));
        case '|', '!', '?' -> steps.set(steps.size() - 1, extended(steps.get(steps.size() - 1), line, rest));
        default -> throw new IllegalArgumentException(prefix + "not a line of a script: " + line);
      }
    }
    return new CliScript(prefix + name, environment, terminal, input, answers, steps);
  }

  private static Step extended(Step step, String line, String rest) {
    return switch (line.charAt(0)) {
      case '|' -> new Step(step.words(), step.out() + rest + '\n', step.err(), step.code());
      case '!' -> new Step(step.words(), step.out(), step.err() + rest + '\n', step.code());
      default -> new Step(step.words(), step.out(), step.err(), Integer.parseInt(rest.strip()));
    };
  }

  /** {@code METHOD target status [Header: value;…] json}. */
  private static Answer answer(boolean control, String line) {
    String[] parts = line.split(" ", 4);
    String json = parts[3];
    var headers = new ArrayList<String>();
    if (json.startsWith("[")) {
      int end = json.indexOf(']');
      headers.add(json.substring(1, end));
      json = json.substring(end + 1).strip();
    }
    return new Answer(control, parts[0] + ' ' + parts[1], Integer.parseInt(parts[2]), json, headers);
  }

  private static List<String> words(String line) {
    var words = new ArrayList<String>();
    for (Matcher word = WORD.matcher(line); word.find();) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words.subList(1, words.size());
  }
}
