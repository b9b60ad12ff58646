package io.credentialbroker.client.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command as completion scripts see it.
 *
 * @param path the words that call it, without {@code broker}
 * @param parts its own commands; empty for one that does something by itself
 * @param words what its argument may be, where that is a closed list
 * @param values what an option may be, for those with a closed list
 */
record Completable(List<String> path, String summary, List<Completable> parts, List<OptionSpec> options,
    boolean profiles, boolean files, List<String> words, Map<String, List<String>> values) {

  /** The commands of a command. */
  static List<Completable> partsOf(CommandLine command) {
    return partsOf(command, List.of());
  }

  private static List<Completable> partsOf(CommandLine command, List<String> above) {
    return command.getSubcommands().values().stream().map(part -> of(part, above)).toList();
  }

  private static Completable of(CommandLine command, List<String> above) {
    var spec = command.getCommandSpec();
    var path = Stream.concat(above.stream(), Stream.of(command.getCommandName())).toList();
    var values = new LinkedHashMap<String, List<String>>();
    for (OptionSpec option : spec.options()) {
      List<String> words = words(option);
      if (!words.isEmpty()) {
        values.put(option.longestName(), words);
      }
    }
    return new Completable(path, spec.usageMessage().description()[0], partsOf(command, path), spec.options(),
        command.getCommand() instanceof AsksForProfile,
        spec.positionalParameters().stream().anyMatch(one -> one.type() == Path.class),
        spec.positionalParameters().stream().flatMap(one -> words(one).stream()).toList(), values);
  }

  /** The words that an option or argument may be, where that is a closed list. */
  static List<String> words(ArgSpec argument) {
    var words = new ArrayList<String>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(words::add);
    }
    return words;
  }

  String name() {
    return path.get(path.size() - 1);
  }

  List<String> optionNames() {
    return options.stream().map(OptionSpec::longestName).toList();
  }

  /** This command and all below it. */
  Stream<Completable> all() {
    return Stream.concat(Stream.of(this), parts.stream().flatMap(Completable::all));
  }
}
