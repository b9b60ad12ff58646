package io.credentialbroker.client.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and prints the command as it was probably meant. */
final class WrongUsage implements IParameterExceptionHandler {
  private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

  private final Surroundings here;

  WrongUsage(Surroundings here) {
    this.here = here;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    here.err().println("error: " + message(wrong));
    here.err().println("hint: " + corrected(wrong, List.of(args), spec)
        .orElse("'" + spec.qualifiedName() + " --help' shows what it takes"));
    return ExitCode.USAGE;
  }

  private static String message(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String first = unmatched.getUnmatched().get(0);
      CommandLine line = unmatched.getCommandLine();
      String kind = unmatched.isUnknownOption()
          ? "option"
          : line.getSubcommands().isEmpty() ? "argument" : "command";
      return line.getCommandSpec().qualifiedName() + " knows no " + kind + " '" + first + "'";
    }
    String message = String.valueOf(wrong.getMessage()).replaceFirst("^[Ee]rror: ", "");
    if (wrong instanceof MutuallyExclusiveArgsException) {
      return String.join(" and ", options(message)) + " exclude each other";
    }
    boolean sentence = message.matches("(?s)[A-Z][a-z].*");
    return sentence ? Character.toLowerCase(message.charAt(0)) + message.substring(1) : message;
  }

  private static Optional<String> corrected(ParameterException wrong, List<String> args, CommandSpec spec) {
    if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return replaced(unmatched.getUnmatched().get(0), words(spec, unmatched.isUnknownOption()), args);
    }
    if (wrong instanceof Corrected known) {
      return Optional.of(known.meant());
    }
    if (wrong instanceof MutuallyExclusiveArgsException) {
      List<String> all = options(String.valueOf(wrong.getMessage()));
      List<String> others = all.subList(1, all.size());
      return Optional
          .of(typed(args.stream().filter(arg -> !others.contains(arg.replaceFirst("=.*", ""))).toList()));
    }
    if (wrong instanceof MissingParameterException missing) {
      var positional = new LinkedHashSet<ArgSpec>(
          missing.getMissing().stream().filter(ArgSpec::isPositional).toList());
      // Where none of several was given, the parser names the first of them only.
      if (positional.stream().anyMatch(one -> spec.positionalParameters().get(0).equals(one))) {
        spec.positionalParameters().stream().filter(one -> one.arity().min() > 0).forEach(positional::add);
      }
      String labels = positional.stream().map(ArgSpec::paramLabel).collect(Collectors.joining(" "));
      return labels.isEmpty() ? Optional.empty() : Optional.of(typed(args) + ' ' + labels);
    }
    ArgSpec argument = wrong.getArgSpec();
    if (argument != null && argument.type().isEnum() && wrong.getValue() != null) {
      var values = new ArrayList<String>();
      argument.completionCandidates().forEach(values::add);
      return replaced(wrong.getValue(), values, args);
    }
    return Optional.empty();
  }

  private static List<String> options(String message) {
    return OPTION.matcher(message).results().map(MatchResult::group).toList();
  }

  /** The words that could have stood in the place of a wrong one. */
  private static Collection<String> words(CommandSpec spec, boolean option) {
    return option
        ? spec.options().stream().flatMap(one -> List.of(one.names()).stream()).toList()
        : spec.subcommands().keySet();
  }

  private static Optional<String> replaced(String wrong, Collection<String> words, List<String> args) {
    return Nearest.to(wrong, words)
        .map(right -> typed(args.stream().map(arg -> swap(arg, wrong, right)).toList()));
  }

  /** Options come as {@code --shell=fihs} too. */
  private static String swap(String argument, String wrong, String right) {
    if (argument.equals(wrong)) {
      return right;
    }
    return argument.endsWith('=' + wrong)
        ? argument.substring(0, argument.length() - wrong.length()) + right
        : argument;
  }

  private static String typed(List<String> args) {
    return "broker" + args.stream().map(arg -> ' ' + Shell.posixIfNeeded(arg)).collect(Collectors.joining());
  }
}
