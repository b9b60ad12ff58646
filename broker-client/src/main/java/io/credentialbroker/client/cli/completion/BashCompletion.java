package io.credentialbroker.client.cli.completion;

import io.credentialbroker.client.cli.usage.Completable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The completion of bash, from 3.2 on; it needs no library of completions, and uses one where it is there. */
final class BashCompletion {
  private final List<Completable> commands;

  BashCompletion(List<Completable> commands) {
    this.commands = commands;
  }

  String script() {
    String groups = commands.stream().filter(command -> !command.parts().isEmpty())
        .map(command -> "    " + command.name() + ") parts='" + names(command.parts()) + "' ;;\n")
        .collect(Collectors.joining());
    List<Completable> leaves = commands.stream().flatMap(Completable::all)
        .filter(command -> command.parts().isEmpty()).toList();
    return """
        # bash completion of broker; made by 'broker completion bash'
        _broker() {
          local breaks=${COMP_WORDBREAKS//[^=:@]/} joined= whole cur lead= front= option= ended= plain=0 i
          local command parts= options= valued= offer= words= first=1 word quoted
          local -a line=() at=()
          COMPREPLY=()
          # bash takes words apart at = : and @; here they are whole again.
          for ((i = 1; i <= COMP_CWORD; i++)); do
            word=${COMP_WORDS[i]}
            if [[ $i != 1 && ( $joined || ( $word && -z ${word//[=:@]/} ) ) ]]; then
              line[${#line[@]} - 1]+=$word
            else
              at[${#line[@]}]=$i
              line[${#line[@]}]=$word
            fi
            joined=
            [[ $word && -z ${word//[=:@]/} ]] && joined=yes
          done
          whole=${line[${#line[@]} - 1]} cur=$whole command=${line[0]}
          if ((${#line[@]} == 1)); then
            COMPREPLY=($(compgen -W '@NAMES@' -- "$cur"))
            return
          fi
          case $command in
        @GROUPS@    *) ;;
          esac
          if [[ $parts ]]; then
            if ((${#line[@]} == 2)); then
              COMPREPLY=($(compgen -W "$parts" -- "$cur"))
              return
            fi
            command+=" ${line[1]}" first=2
          fi
          case $command in
        @OPTIONS@  esac
          for ((i = first; i < ${#line[@]} - 1; i++)); do
            word=${line[i]}
            if [[ $option ]]; then
              option=
            elif [[ $word == -- ]]; then
              ended=yes
            elif [[ -z $ended && $word == -?* ]]; then
              [[ $valued == *" $word "* ]] && option=$word
            else
              plain=$((plain + 1))
              # What stands behind exec's command is the command's own.
              [[ $command == exec && $plain == 2 ]] && break
            fi
          done
          if [[ $command == exec && $plain -gt 0 && ( $ended || $plain == 2 || $cur != -* ) ]]; then
            [[ $plain == 1 ]] && i=$((${#line[@]} - 1))
            if declare -F _command_offset > /dev/null; then
              _command_offset "${at[i]}"
            elif [[ $plain == 1 ]]; then
              COMPREPLY=($(compgen -c -- "$cur"))
            else
              offer=files
            fi
            [[ $offer ]] || return
          fi
          if [[ -z $option && -z $ended && $cur == --*=* ]]; then
            option=${cur%%=*} front=${cur%%=*}= cur=${cur#*=}
          fi
          if [[ -z $offer && -z $option && -z $ended && $cur == -* ]]; then
            offer=words words=$options
          elif [[ -z $offer ]]; then
            case "$command:$option" in
        @OFFERS@    esac
          fi
          # What stands before the last place where bash takes the word apart is there already.
          case $whole in
            [\\'\\"]*) cur=${cur#?} ;;
            *)
              if [[ $breaks && $whole == *[$breaks]* ]]; then
                lead=${whole%"${whole##*[$breaks]}"}
                # An @ is taken off, and belongs to what is behind it all the same.
                lead=${lead%@}
              fi
              ;;
          esac
          case $offer in
            words)
              while IFS= read -r word; do
                COMPREPLY+=("$word")
              done < <(compgen -W "$words" -- "$cur")
              ;;
            profiles | roles)
              while IFS= read -r word; do
                printf -v quoted %q "$word"
                [[ $word == "$cur"* || $quoted == "$cur"* ]] || continue
                [[ $whole == [\\'\\"]* ]] && COMPREPLY+=("$word") || COMPREPLY+=("$quoted")
              done < <(broker completion "$offer" 2> /dev/null)
              ;;
            files)
              compopt -o filenames 2> /dev/null
              while IFS= read -r word; do
                COMPREPLY+=("$word")
              done < <(compgen -f -- "${cur//\\\\/}")
              ;;
          esac
          for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
            word=$front${COMPREPLY[i]}
            COMPREPLY[i]=${word#"$lead"}
          done
        }
        complete -F _broker broker
        """.replace("@NAMES@", names(commands)).replace("@GROUPS@", groups)
        .replace("@OPTIONS@", leaves.stream().map(BashCompletion::options).collect(Collectors.joining()))
        .replace("@OFFERS@", leaves.stream().flatMap(BashCompletion::offers).collect(Collectors.joining()));
  }

  private static String options(Completable command) {
    String valued = command.valued().stream().map(option -> option.longestName() + ' ')
        .collect(Collectors.joining());
    return "    '" + String.join(" ", command.path()) + "') options='"
        + String.join(" ", command.optionNames())
        + "' valued=' " + valued + "' ;;\n";
  }

  private static Stream<String> offers(Completable command) {
    String path = String.join(" ", command.path()) + ':';
    Stream<String> values = command.valued().stream().filter(option -> Offer.of(option) != Offer.NOTHING)
        .map(option -> "      '" + path + option.longestName() + "') " + offer(option) + " ;;\n");
    Stream<String> arguments = command.arguments().stream().limit(1)
        .filter(argument -> Offer.of(argument) != Offer.NOTHING)
        .map(argument -> "      '" + path + "') " + (many(argument) ? "" : "((plain < 1)) && ")
            + offer(argument) + " ;;\n");
    return Stream.concat(values, arguments);
  }

  private static boolean many(PositionalParamSpec argument) {
    return argument.index().max() > 0 || argument.arity().max() > 1;
  }

  private static String offer(ArgSpec argument) {
    return switch (Offer.of(argument)) {
      case NOTHING, COMMAND -> "offer=";
      case WORDS -> "offer=words words='" + String.join(" ", Offer.words(argument)) + "'";
      case PROFILES -> "offer=profiles";
      case ROLES -> "offer=roles";
      case FILES -> "offer=files";
    };
  }

  private static String names(List<Completable> commands) {
    return commands.stream().map(Completable::name).collect(Collectors.joining(" "));
  }
}
