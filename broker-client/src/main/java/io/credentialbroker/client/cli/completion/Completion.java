package io.credentialbroker.client.cli.completion;

import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.usage.Completable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completion scripts, made from the commands themselves. Profile names come from the daemon while somebody types, and
 * are taken as text only: a name is never expanded or run by the shell.
 */
public final class Completion {
  private final List<Completable> commands;

  public Completion(CommandLine broker) {
    this.commands = Completable.partsOf(broker);
  }

  public String bash() {
    return new BashCompletion(commands).script();
  }

  public String zsh() {
    return """
        #compdef broker
        # zsh completion of broker; made by 'broker completion zsh'
        _broker_profiles() {
          local -a names
          names=(${(f)"$(broker completion profiles 2> /dev/null)"})
          compadd -a names
        }
        _broker_roles() {
          local -a names
          names=(${(f)"$(broker completion roles 2> /dev/null)"})
          compadd -a names
        }
        _broker() {
          # Not 'commands': that is zsh's own list of what can be run.
          local -a parts
        %s}
        if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
          _broker "$@"
        else
          compdef _broker broker
        fi
        """.formatted(zshParts(commands, "  "));
  }

  public String fish() {
    var text = new StringBuilder("""
        # fish completion of broker; made by 'broker completion fish'
        complete -c broker -f
        """);
    commands.forEach(command -> fishName(command, "__fish_use_subcommand", text));
    return text.toString();
  }

  private static String zshParts(List<Completable> parts, String indent) {
    String described = parts.stream()
        .map(part -> indent + "  " + Shell.posix(part.name() + ':' + part.summary()) + '\n')
        .collect(Collectors.joining());
    return indent + "parts=(\n" + described + indent + ")\n" + indent + "if (( CURRENT == 2 )); then\n"
        + indent + "  _describe command parts\n" + indent + "  return\n" + indent + "fi\n" + indent
        + "shift words\n" + indent + "(( CURRENT-- ))\n" + indent + "case $words[1] in\n"
        + parts.stream().map(part -> zshCase(part, indent + "  ")).collect(Collectors.joining()) + indent
        + "esac\n";
  }

  private static String zshCase(Completable command, String indent) {
    if (!command.parts().isEmpty()) {
      return indent + command.name() + ")\n" + zshParts(command.parts(), indent + "  ") + indent + "  ;;\n";
    }
    var specs = new ArrayList<String>();
    for (OptionSpec option : command.options()) {
      String again = option.isMultiValue() ? "*" : "";
      specs.add(option.arity().max() == 0
          ? option.longestName()
          : "'" + again + option.longestName() + "=:value:" + zshAction(option) + "'");
    }
    for (PositionalParamSpec argument : command.arguments()) {
      // Three colons: what stands before exec's command is no part of it.
      String which = Offer.of(argument) == Offer.COMMAND
          ? "*::"
          : argument.index().max() > argument.index().min() ? "*" : "1";
      specs.add("'" + which + ":argument:" + zshAction(argument) + "'");
    }
    return indent + command.name() + ") _arguments -S " + String.join(" ", specs) + " ;;\n";
  }

  private static String zshAction(ArgSpec argument) {
    return switch (Offer.of(argument)) {
      case NOTHING -> " ";
      case WORDS -> "(" + String.join(" ", Offer.words(argument)) + ")";
      case PROFILES -> "_broker_profiles";
      case ROLES -> "_broker_roles";
      case FILES -> "_files";
      case COMMAND -> "_normal";
    };
  }

  private static void fishName(Completable command, String where, StringBuilder text) {
    text.append("complete -c broker -n '").append(where).append("' -a ").append(command.name()).append(" -d ")
        .append(Shell.posix(command.summary()).replace("'\\''", "\\'")).append('\n');
    String inside = command.path().stream().map(word -> "__fish_seen_subcommand_from " + word)
        .collect(Collectors.joining("; and "));
    if (!command.parts().isEmpty()) {
      String names = command.parts().stream().map(Completable::name).collect(Collectors.joining(" "));
      String undecided = inside + "; and not __fish_seen_subcommand_from " + names;
      command.parts().forEach(part -> fishName(part, undecided, text));
      return;
    }
    // A word that is a command's name too may stand behind exec.
    String seen = "complete -c broker -n '" + inside + (command.name().equals("exec")
        ? ""
        : "; and not __fish_seen_subcommand_from exec") + "' ";
    for (OptionSpec option : command.options()) {
      text.append(seen).append("-l ").append(option.longestName().substring(2))
          .append(option.arity().max() == 0 ? "" : fishValue(option)).append('\n');
    }
    for (PositionalParamSpec argument : command.arguments()) {
      if (Offer.of(argument) == Offer.COMMAND) {
        text.append("complete -c broker -n '").append(inside)
            .append("; and test (count (commandline -opc)) -gt 2'")
            .append(" -a '(__fish_complete_subcommand --fcs-skip=3)'\n");
      } else if (Offer.of(argument) != Offer.NOTHING) {
        text.append(argument.index().max() == 0 && command.name().equals("exec")
            ? seen.replace("' ", "; and test (count (commandline -opc)) -eq 2' ")
            : seen).append(fishOffer(argument)).append('\n');
      }
    }
  }

  private static String fishValue(OptionSpec option) {
    return ((Offer.of(option) == Offer.FILES ? " -r " : " -x ") + fishOffer(option)).stripTrailing();
  }

  private static String fishOffer(ArgSpec argument) {
    return switch (Offer.of(argument)) {
      case NOTHING, COMMAND -> "";
      case WORDS -> "-a '" + String.join(" ", Offer.words(argument)) + "'";
      case PROFILES -> "-a '(broker completion profiles 2> /dev/null)'";
      case ROLES -> "-a '(broker completion roles 2> /dev/null)'";
      case FILES -> "-F";
    };
  }
}
