package io.credentialbroker.client.cli;

import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Manual pages, made from the commands themselves: one of {@code broker}, one of each command. In the man macros that
 * every formatter of manual pages reads. Run by the build: {@code ManPages FOLDER DATE}.
 */
public final class ManPages {
  private static final String TITLE = "Credential Broker";

  private final String date;
  private final String version;

  private ManPages(String date, String version) {
    this.date = date;
    this.version = version;
  }

  /**
   * Writes all pages.
   *
   * @param args the folder, which is made where it is missing, and the date that the pages carry
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("usage: ManPages FOLDER DATE");
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (var page : all(args[1]).entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue());
    }
  }

  /** The text of each page by its file name. */
  static Map<String, String> all(String date) {
    var nobody = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var model = CommandLineDoor.model(
        new Surroundings(Map.of(), nobody, nobody, false, null, millis -> false));
    var pages = new ManPages(date, new Version().getVersion()[0]);
    return commands(model).stream()
        .collect(Collectors.toMap(command -> name(command) + ".1", command -> pages.page(command, model)));
  }

  private static List<CommandLine> commands(CommandLine from) {
    var all = new ArrayList<CommandLine>();
    all.add(from);
    from.getSubcommands().values().stream().distinct().forEach(each -> all.addAll(commands(each)));
    return all;
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  private String page(CommandLine command, CommandLine broker) {
    CommandSpec spec = command.getCommandSpec();
    String[] description = spec.usageMessage().description();
    var text = new StringBuilder();
    text.append(".TH ").append(quoted(name(command).toUpperCase(Locale.ROOT))).append(" 1 ")
        .append(quoted(date)).append(' ').append(quoted(version)).append(' ').append(quoted(TITLE))
        .append("\n.nh\n.ad l\n.SH NAME\n").append(escaped(name(command))).append(" \\- ")
        .append(escaped(summary(description))).append("\n.SH SYNOPSIS\n.nf\n")
        .append(lines(new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0).strip()))
        .append(".fi\n.SH DESCRIPTION\n");
    for (String line : description) {
      text.append(lines(line));
    }
    arguments(spec, text);
    subcommands(command, text);
    exitCodes(spec, text);
    examples(spec, text);
    return text.append(".SH SEE ALSO\n").append(seeAlso(command, broker)).append('\n').toString();
  }

  private static void arguments(CommandSpec spec, StringBuilder text) {
    if (spec.options().isEmpty() && spec.positionalParameters().isEmpty()) {
      return;
    }
    text.append(".SH OPTIONS\n");
    for (PositionalParamSpec one : spec.positionalParameters()) {
      text.append(".TP\n\\fI").append(escaped(one.paramLabel())).append("\\fR\n")
          .append(lines(String.join("\n", one.description())));
    }
    for (OptionSpec one : spec.options()) {
      String names = String.join(", ",
          List.of(one.names()).stream().map(name -> "\\fB" + escaped(name) + "\\fR").toList());
      text.append(".TP\n").append(names)
          .append(one.arity().max() > 0 ? "=\\fI" + escaped(one.paramLabel()) + "\\fR" : "").append('\n')
          .append(lines(String.join("\n", one.description())));
    }
  }

  private static void subcommands(CommandLine command, StringBuilder text) {
    if (!command.getSubcommands().isEmpty()) {
      text.append(".SH COMMANDS\n");
      command.getSubcommands().values().stream().distinct()
          .forEach(each -> text.append(".TP\n\\fB").append(escaped(name(each))).append("\\fR(1)\n")
              .append(lines(each.getCommandSpec().usageMessage().description()[0])));
    }
  }

  private static void exitCodes(CommandSpec spec, StringBuilder text) {
    Map<String, String> codes = spec.usageMessage().exitCodeList();
    if (!codes.isEmpty()) {
      text.append(".SH EXIT STATUS\n");
      codes.forEach((code, meaning) -> text.append(".TP\n\\fB").append(escaped(code.strip())).append("\\fR\n")
          .append(lines(meaning)));
    }
  }

  private static void examples(CommandSpec spec, StringBuilder text) {
    String[] footer = spec.usageMessage().footer();
    if (footer.length > 0) {
      text.append(".SH EXAMPLES\n.nf\n");
      for (String line : footer) {
        text.append(lines(line));
      }
      text.append(".fi\n");
    }
  }

  private static String seeAlso(CommandLine command, CommandLine broker) {
    return commands(broker).stream().filter(other -> !name(other).equals(name(command)))
        .map(other -> "\\fB" + escaped(name(other)) + "\\fR(1)").collect(Collectors.joining(",\n"));
  }

  /** The first sentence or line, as it stands in a list of pages. */
  private static String summary(String[] description) {
    String first = description.length == 0 ? "" : description[0];
    String sentence = first.replaceFirst("[.:;].*$", "");
    return sentence.isEmpty()
        ? first
        : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String lines(String text) {
    // The model's texts are format strings: %n ends a line, and two percent signs are one.
    return text.replace("%n", "\n").replace("%%", "%").lines()
        .map(line -> escaped(line.stripTrailing()) + '\n').collect(Collectors.joining());
  }

  private static String quoted(String word) {
    return '"' + escaped(word).replace("\"", "\\(dq") + '"';
  }

  /** A hyphen that is typed is another sign than a dash; a dot or a quote at the beginning would be a macro. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
    return plain.startsWith(".") ? "\\&" + plain : plain;
  }
}
