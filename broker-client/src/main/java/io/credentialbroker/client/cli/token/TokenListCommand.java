package io.credentialbroker.client.cli.token;

import io.credentialbroker.client.NamedToken;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.Subcommand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code broker token list}: the named tokens, without the tokens. */
@Command(name = "list", description = "Lists the named tokens that are valid now; never the tokens themselves.", footerHeading = "%nExamples:%n", footer = {
    "  broker token list", "  broker token list --json | jq .tokens"})
final class TokenListCommand extends Subcommand {
  @Option(names = "--json", description = "As the daemon tells it: docs/control-api.md.")
  private boolean json;

  TokenListCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    var control = new Daemon(here).control();
    if (json) {
      here.out().println(control.tokensJson().stripTrailing());
      return ExitCode.OK;
    }
    List<NamedToken> tokens = control.tokens();
    if (tokens.isEmpty()) {
      here.note("there are no named tokens");
      return ExitCode.OK;
    }
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("NAME", "ID", "PROFILES", "USERS", "EXPIRES", "USES LEFT"));
    for (NamedToken token : tokens) {
      rows.add(List.of(token.name(), token.id(), String.join(", ", token.profiles()),
          token.uids().stream().map(String::valueOf).collect(Collectors.joining(", ")),
          token.expires() == null ? "never" : token.expires().toString(),
          token.usesLeft() < 0 ? "any" : Long.toString(token.usesLeft())));
    }
    print(rows);
    return ExitCode.OK;
  }

  private void print(List<List<String>> rows) {
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(one -> one.get(column).length()).max().orElse(0) + 2;
        line.append(row.get(i)).append(" ".repeat(width - row.get(i).length()));
      }
      here.out().println(line.toString().stripTrailing());
    }
  }
}
