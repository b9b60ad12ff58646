package io.credentialbroker.client.cli.usage;

import io.credentialbroker.client.cli.shell.CallingShell;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
public final class WrongUsage implements IParameterExceptionHandler {
  private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

  /** Options that other commands have, and what they are where there is another way. */
  private static final Map<String, String> SAME = Map.of("broker env --json", "--shell json",
      "broker policy lint --json", "--format json", "broker policy lint --sarif", "--format sarif",
      "broker console --url", "--print", "broker exec --shell", "-- bash");

  private final Surroundings here;

  public WrongUsage(Surroundings here) {
    this.here = here;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    return print(unknownOption(wrong, List.of(args)).or(() -> noProfile(wrong, List.of(args))).orElse(wrong),
        new Typed(List.of(args)));
  }

  /** The parser takes the only word of the command for the profile, and speaks of the words that are then missing. */
  private static Optional<ParameterException> noProfile(ParameterException wrong, List<String> args) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    return wrong instanceof MissingParameterException && spec.name().equals("exec") && args.size() > 2
        && Corrected.isWithoutProfile(args)
            ? Optional.of(Corrected.withoutProfile(spec, args))
            : Optional.empty();
  }

  private int print(ParameterException wrong, Typed typed) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    here.err().println("error: " + message(wrong));
    here.err().println("hint: " + meant(wrong, typed, spec)
        .orElse("'" + spec.qualifiedName() + " --help' shows what it takes"));
    return ExitCode.USAGE;
  }

  /** The parser would rather speak of what is missing than of an option that nobody knows. */
  private static Optional<ParameterException> unknownOption(ParameterException wrong,
      List<String> args) {
    CommandLine line = wrong.getCommandLine();
    CommandSpec spec = line.getCommandSpec();
    return wrong instanceof MissingParameterException
        ? args.stream().takeWhile(word -> !word.equals("--"))
            .filter(word -> word.startsWith("--") && spec.findOption(word.replaceFirst("=.*", "")) == null)
            .findFirst().map(word -> new UnmatchedArgumentException(line, List.of(word)))
        : Optional.empty();
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
    String message = String.valueOf(wrong.getMessage()).replaceFirst("^[Ee]rror: ", "")
        .replaceFirst("is not an? (int|long)$", "is no whole number");
    if (wrong instanceof MutuallyExclusiveArgsException) {
      return String.join(" and ", options(message)) + " exclude each other";
    }
    boolean sentence = message.matches("(?s)[A-Z][a-z].*");
    return sentence ? Character.toLowerCase(message.charAt(0)) + message.substring(1) : message;
  }

  private static Optional<String> meant(ParameterException wrong, Typed typed, CommandSpec spec) {
    if (wrong instanceof Corrected known) {
      return Optional.of(known.meant());
    }
    if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unmatched.isUnknownOption()
          ? option(unmatched.getUnmatched().get(0), typed, spec)
          : word(unmatched.getUnmatched(), typed, spec);
    }
    if (wrong instanceof MutuallyExclusiveArgsException) {
      List<String> all = options(String.valueOf(wrong.getMessage()));
      return Optional.of(typed.without(all.subList(1, all.size())).toString());
    }
    if (wrong instanceof MissingParameterException missing) {
      return Optional.of(typed.plus(labels(missing, spec))).filter(line -> !line.equals(typed.toString()));
    }
    ArgSpec argument = wrong.getArgSpec();
    return argument == null || wrong.getValue() == null
        ? Optional.empty()
        : Optional.of(value(argument, wrong.getValue(), typed, spec));
  }

  /** An option of the command that it stands before, or one that is spelt like it. */
  private static Optional<String> option(String unknown, Typed typed, CommandSpec spec) {
    Typed moved = typed.optionsBehind(spec.subcommands().keySet());
    CommandLine behind = spec.subcommands().get(moved.words().get(0));
    if (behind != null && !moved.equals(typed)) {
      boolean takes = behind.getCommandSpec().findOption(unknown) != null;
      return Optional.of((takes ? moved : moved.without(List.of(unknown))).toString());
    }
    String name = unknown.replaceFirst("=.*", "");
    if (name.equals("--profile") && spec.userObject() instanceof AsksForProfile) {
      // Elsewhere a profile is an option; here it stands by itself.
      return Optional
          .of(typed.with(unknown, unknown.substring(name.length()).replaceFirst("=", "")).toString());
    }
    String same = SAME.getOrDefault(spec.qualifiedName() + ' ' + name, "");
    if (!same.isEmpty()) {
      return Optional.of(typed.without(List.of(name)).plus(same));
    }
    Collection<String> known = spec.options().stream().flatMap(one -> List.of(one.names()).stream()).toList();
    return Nearest.to(unknown, known).map(right -> typed.with(unknown, right).toString());
  }

  /** A command, as it is called here; or the line without arguments that are too many. */
  private static Optional<String> word(List<String> unknown, Typed typed, CommandSpec spec) {
    if (spec.subcommands().isEmpty()) {
      return Optional.of(typed.without(unknown).toString());
    }
    return OtherWords.meant(typed, spec).or(() -> Nearest.to(unknown.get(0), spec.subcommands().keySet())
        .map(right -> called(typed.with(unknown.get(0), right), right, spec)));
  }

  /** With what the command needs beside what was typed behind it; one with parts shows them. */
  private static String called(Typed typed, String right, CommandSpec above) {
    CommandSpec spec = Objects.requireNonNull(above.subcommands().get(right)).getCommandSpec();
    long given = typed.words().stream().skip(typed.words().indexOf(right) + 1L)
        .filter(word -> !word.startsWith("-") || word.equals("-")).count();
    return typed.plus(given == 0 && !spec.subcommands().isEmpty() ? "--help" : required(spec, given));
  }

  /**
   * Names for the arguments that a command cannot do without.
   *
   * @param given how many of them are there
   */
  private static String required(CommandSpec spec, long given) {
    return spec.positionalParameters().stream().filter(one -> one.arity().min() > 0).skip(given)
        .map(WrongUsage::label).collect(Collectors.joining(" "));
  }

  /** Names for what is missing; where none of several was given, the parser names the first of them only. */
  private static String labels(MissingParameterException missing, CommandSpec spec) {
    var all = new LinkedHashSet<ArgSpec>(missing.getMissing());
    boolean first = !spec.positionalParameters().isEmpty()
        && all.contains(spec.positionalParameters().get(0));
    if (first) {
      spec.positionalParameters().stream().filter(one -> one.arity().min() > 0).forEach(all::add);
    }
    return all.stream().map(WrongUsage::label).collect(Collectors.joining(" "));
  }

  /** The nearest of the words that it takes, or all of them; what is missing behind it as well. */
  private static String value(ArgSpec argument, String wrong, Typed typed, CommandSpec spec) {
    if (argument.type() == Shell.class && CallingShell.isForeign(wrong)) {
      return CallingShell.instead(typed.words().stream().skip(1)
          .filter(word -> !word.startsWith("-") && !word.equals(wrong)).findFirst().orElse("PROFILE"), wrong);
    }
    String right = Optional.of(wrong.toLowerCase(Locale.ROOT)).filter(name -> argument.type() == Shell.class)
        .flatMap(CallingShell::form).map(Shell::toString)
        .or(() -> Nearest.to(wrong, Completable.words(argument)))
        .orElse(label(argument));
    Typed mended = typed.with(wrong, right);
    long path = spec.qualifiedName().chars().filter(c -> c == ' ').count();
    boolean bare = argument.isOption()
        && mended.words().stream().skip(path)
            .noneMatch(word -> word.matches("-|[^-].*") && !word.equals(right));
    return mended.plus(!bare ? "" : argument.type() == Shell.class ? "PROFILE" : required(spec, 0));
  }

  private static String label(ArgSpec argument) {
    List<String> words = Completable.words(argument);
    return words.isEmpty() ? argument.paramLabel() : String.join("|", words);
  }

  private static List<String> options(String message) {
    return OPTION.matcher(message).results().map(MatchResult::group).toList();
  }
}
