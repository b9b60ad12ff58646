package io.credentialbroker.client.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completion scripts, made from the commands themselves. Profile names come from the daemon while somebody types, and
 * are taken as text only: a name is never expanded or run by the shell.
 */
final class Completion {
  private final List<CommandLine> commands;

  Completion(CommandLine broker) {
    this.commands = List.copyOf(broker.getSubcommands().values());
  }

  String bash() {
    String cases = commands.stream().map(command -> "    " + command.getCommandName() + ") options='"
        + String.join(" ", options(command)) + "' values='" + String.join(" ", values(command))
        + "' profiles="
        + (takesProfile(command) ? "yes" : "") + " ;;\n").collect(Collectors.joining());
    return """
        # bash completion of broker; made by 'broker completion bash'
        _broker() {
          local cur=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} options values profiles word i
          COMPREPLY=()
          if ((COMP_CWORD == 1)); then
            COMPREPLY=($(compgen -W '%s' -- "$cur"))
            return
          fi
          for ((i = 2; i < COMP_CWORD; i++)); do
            if [[ $command == exec && ${COMP_WORDS[i]} == -- ]]; then
              if ((i + 1 < COMP_CWORD)); then
                COMPREPLY=($(compgen -f -- "$cur"))
              else
                COMPREPLY=($(compgen -c -- "$cur"))
              fi
              return
            fi
          done
          case $command in
        %s  esac
          if [[ ${COMP_WORDS[COMP_CWORD - 1]} == --shell || $command == completion || $command == token ]]; then
            COMPREPLY=($(compgen -W "$values" -- "$cur"))
          elif [[ $cur == -* ]]; then
            COMPREPLY=($(compgen -W "$options" -- "$cur"))
          elif [[ $profiles ]]; then
            while IFS= read -r word; do
              [[ $word == "$cur"* ]] && COMPREPLY+=("$(printf %%q "$word")")
            done < <(broker completion profiles 2> /dev/null)
          fi
        }
        complete -F _broker broker
        """
        .formatted(String.join(" ", names()), cases);
  }

  String zsh() {
    String described = commands.stream()
        .map(command -> "      " + Shell.posix(command.getCommandName() + ':' + summary(command)) + '\n')
        .collect(Collectors.joining());
    return """
        #compdef broker
        # zsh completion of broker; made by 'broker completion zsh'
        _broker_profiles() {
          local -a names
          names=("${(@f)$(broker completion profiles 2> /dev/null)}")
          compadd -a names
        }
        _broker() {
          local -a commands
          commands=(
        %s  )
          if (( CURRENT == 2 )); then
            _describe command commands
            return
          fi
          shift words
          (( CURRENT-- ))
          case $words[1] in
        %s  esac
        }
        if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
          _broker "$@"
        else
          compdef _broker broker
        fi
        """.formatted(described, commands.stream().map(Completion::zshCase).collect(Collectors.joining()));
  }

  String fish() {
    var text = new StringBuilder("""
        # fish completion of broker; made by 'broker completion fish'
        complete -c broker -f
        """);
    for (CommandLine command : commands) {
      String name = command.getCommandName();
      String seen = "complete -c broker -n '__fish_seen_subcommand_from " + name + "' ";
      text.append("complete -c broker -n __fish_use_subcommand -a ").append(name).append(" -d ")
          .append(Shell.posix(summary(command)).replace("'\\''", "\\'")).append('\n');
      for (String option : options(command)) {
        text.append(seen).append("-l ").append(option.substring(2))
            .append(option.equals("--shell") ? " -x -a '" + String.join(" ", values(command)) + "'" : "")
            .append('\n');
      }
      if (takesProfile(command)) {
        text.append(seen).append("-a '(broker completion profiles 2> /dev/null)'\n");
      } else if (name.equals("completion") || !command.getSubcommands().isEmpty()) {
        text.append(seen).append("-a '").append(String.join(" ", values(command))).append("'\n");
      }
    }
    return text.toString();
  }

  private static String zshCase(CommandLine command) {
    var specs = new ArrayList<String>();
    for (String option : options(command)) {
      specs.add(
          option.equals("--shell") ? "'--shell=:shell:(" + String.join(" ", values(command)) + ")'" : option);
    }
    if (takesProfile(command)) {
      specs.add("1:profile:_broker_profiles");
    } else if (!values(command).isEmpty()) {
      String what = command.getSubcommands().isEmpty() ? "shell" : "command";
      specs.add("'1:" + what + ":(" + String.join(" ", values(command)) + ")'");
    }
    if (command.getCommandName().equals("exec")) {
      specs.add("'*::command:_normal'");
    }
    return "    " + command.getCommandName() + ") _arguments " + String.join(" ", specs) + " ;;\n";
  }

  private List<String> names() {
    return commands.stream().map(CommandLine::getCommandName).toList();
  }

  private static boolean takesProfile(CommandLine command) {
    return command.getCommand() instanceof AsksForProfile;
  }

  private static String summary(CommandLine command) {
    return command.getCommandSpec().usageMessage().description()[0];
  }

  private static List<String> options(CommandLine command) {
    return Stream.concat(Stream.of(command), command.getSubcommands().values().stream())
        .flatMap(one -> one.getCommandSpec().options().stream()).map(OptionSpec::longestName).distinct()
        .toList();
  }

  /** The words that an option or the only argument takes. */
  private static List<String> values(CommandLine command) {
    var values = new ArrayList<String>();
    if (command.getCommandName().equals("completion")) {
      return List.of("bash", "zsh", "fish");
    }
    values.addAll(command.getSubcommands().keySet());
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (option.completionCandidates() != null) {
        option.completionCandidates().forEach(values::add);
      }
    }
    return values;
  }
}
