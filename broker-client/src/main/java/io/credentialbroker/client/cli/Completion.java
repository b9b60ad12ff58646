package io.credentialbroker.client.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completion scripts, made from the commands themselves. Profile names come from the daemon while somebody types, and
 * are taken as text only: a name is never expanded or run by the shell.
 */
final class Completion {
  private final List<Completable> commands;

  Completion(CommandLine broker) {
    this.commands = Completable.partsOf(broker);
  }

  String bash() {
    String groups = commands.stream().filter(command -> !command.parts().isEmpty())
        .map(command -> "    " + command.name() + ")\n      if ((COMP_CWORD == 2)); then\n"
            + "        COMPREPLY=($(compgen -W '" + names(command.parts()) + "' -- \"$cur\"))\n"
            + "        return\n      fi\n      command=\"$command ${COMP_WORDS[2]}\" ;;\n")
        .collect(Collectors.joining());
    String cases = commands.stream().flatMap(Completable::all).filter(command -> command.parts().isEmpty())
        .map(Completion::bashCase).collect(Collectors.joining());
    return """
        # bash completion of broker; made by 'broker completion bash'
        _broker() {
          local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
          local options values words profiles files word i
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
        %s    *) ;;
          esac
          case $command in
        %s  esac
          if [[ $values ]]; then
            COMPREPLY=($(compgen -W "$values" -- "$cur"))
          elif [[ $cur == -* ]]; then
            COMPREPLY=($(compgen -W "$options" -- "$cur"))
          elif [[ $words ]]; then
            COMPREPLY=($(compgen -W "$words" -- "$cur"))
          elif [[ $profiles ]]; then
            while IFS= read -r word; do
              [[ $word == "$cur"* ]] && COMPREPLY+=("$(printf %%q "$word")")
            done < <(broker completion profiles 2> /dev/null)
          elif [[ $files ]]; then
            while IFS= read -r word; do
              COMPREPLY+=("$(printf %%q "$word")")
            done < <(compgen -f -- "$cur")
          fi
        }
        complete -F _broker broker
        """.formatted(names(commands), groups, cases);
  }

  String zsh() {
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
        %s}
        if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
          _broker "$@"
        else
          compdef _broker broker
        fi
        """.formatted(zshParts(commands, "  "));
  }

  String fish() {
    var text = new StringBuilder("""
        # fish completion of broker; made by 'broker completion fish'
        complete -c broker -f
        """);
    commands.forEach(command -> fishName(command, "__fish_use_subcommand", text));
    return text.toString();
  }

  private static String bashCase(Completable command) {
    String values = command.values().entrySet().stream()
        .map(one -> one.getKey() + ") values='" + String.join(" ", one.getValue()) + "' ;; ")
        .collect(Collectors.joining());
    return "    '" + String.join(" ", command.path()) + "') options='"
        + String.join(" ", command.optionNames()) + "' profiles=" + (command.profiles() ? "yes" : "")
        + " files=" + (command.files() ? "yes" : "") + " words='" + String.join(" ", command.words()) + "'"
        + (values.isEmpty() ? "" : "; case $previous in " + values + "esac") + " ;;\n";
  }

  private static String zshParts(List<Completable> parts, String indent) {
    String described = parts.stream()
        .map(part -> indent + "  " + Shell.posix(part.name() + ':' + part.summary()) + '\n')
        .collect(Collectors.joining());
    return indent + "commands=(\n" + described + indent + ")\n" + indent + "if (( CURRENT == 2 )); then\n"
        + indent + "  _describe command commands\n" + indent + "  return\n" + indent + "fi\n" + indent
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
      specs.add(zshOption(option, command.values()));
    }
    if (command.profiles()) {
      specs.add("'*:profile:_broker_profiles'");
    } else if (command.files()) {
      specs.add("1:file:_files");
    } else if (!command.words().isEmpty()) {
      specs.add("'1:word:(" + String.join(" ", command.words()) + ")'");
    }
    if (command.name().equals("exec")) {
      specs.set(specs.size() - 1, "1:profile:_broker_profiles");
      specs.add("'*::command:_normal'");
    }
    return indent + command.name() + ") _arguments " + String.join(" ", specs) + " ;;\n";
  }

  private static String zshOption(OptionSpec option, Map<String, List<String>> values) {
    String name = option.longestName();
    if (option.arity().max() == 0) {
      return name;
    }
    List<String> words = values.getOrDefault(name, List.of());
    return "'" + name + "=:value:" + (words.isEmpty() ? " " : "(" + String.join(" ", words) + ")") + "'";
  }

  private static void fishName(Completable command, String where, StringBuilder text) {
    text.append("complete -c broker -n '").append(where).append("' -a ").append(command.name()).append(" -d ")
        .append(Shell.posix(command.summary()).replace("'\\''", "\\'")).append('\n');
    String inside = command.path().stream().map(word -> "__fish_seen_subcommand_from " + word)
        .collect(Collectors.joining("; and "));
    if (!command.parts().isEmpty()) {
      String undecided = inside + "; and not __fish_seen_subcommand_from " + names(command.parts());
      command.parts().forEach(part -> fishName(part, undecided, text));
      return;
    }
    String seen = "complete -c broker -n '" + inside + "' ";
    for (OptionSpec option : command.options()) {
      List<String> words = command.values().getOrDefault(option.longestName(), List.of());
      text.append(seen).append("-l ").append(option.longestName().substring(2))
          .append(option.arity().max() == 0 ? "" : " -x")
          .append(words.isEmpty() ? "" : " -a '" + String.join(" ", words) + "'").append('\n');
    }
    if (command.profiles()) {
      text.append(seen).append("-a '(broker completion profiles 2> /dev/null)'\n");
    } else if (command.files()) {
      text.append(seen).append("-F\n");
    } else if (!command.words().isEmpty()) {
      text.append(seen).append("-a '").append(String.join(" ", command.words())).append("'\n");
    }
  }

  private static String names(List<Completable> commands) {
    return commands.stream().map(Completable::name).collect(Collectors.joining(" "));
  }
}
