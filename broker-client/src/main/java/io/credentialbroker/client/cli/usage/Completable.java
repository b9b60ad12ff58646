package io.credentialbroker.client.cli.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as completion scripts see it.
 *
 * @param path the words that call it, without {@code broker}
 * @param parts its own commands; empty for one that does something by itself
 * @param arguments in their order
 */
public record Completable(List<String> path, String summary, List<Completable> parts,
    List<OptionSpec> options,
    List<PositionalParamSpec> arguments) {

  /** The commands of a command. */
  public static List<Completable> partsOf(CommandLine command) {
    return partsOf(command, List.of());
  }

  private static List<Completable> partsOf(CommandLine command, List<String> above) {
    return command.getSubcommands().values().stream().map(part -> of(part, above)).toList();
  }

  private static Completable of(CommandLine command, List<String> above) {
    var spec = command.getCommandSpec();
    var path = Stream.concat(above.stream(), Stream.of(command.getCommandName())).toList();
    return new Completable(path, spec.usageMessage().description()[0], partsOf(command, path), spec.options(),
        spec.positionalParameters());
  }

  /** The words that an option or argument may be, where that is a closed list. */
  public static List<String> words(ArgSpec argument) {
    var words = new ArrayList<String>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(words::add);
    }
    return words;
  }

  public String name() {
    return path.get(path.size() - 1);
  }

  public List<String> optionNames() {
    return options.stream().map(OptionSpec::longestName).toList();
  }

  /** The options that take a value. */
  public List<OptionSpec> valued() {
    return options.stream().filter(option -> option.arity().max() > 0).toList();
  }

  /** This command and all below it. */
  public Stream<Completable> all() {
    return Stream.concat(Stream.of(this), parts.stream().flatMap(Completable::all));
  }
}
