package io.credentialbroker.client.cli.session;

import io.credentialbroker.client.JsonText;
import io.credentialbroker.client.StatusReport.Problem;
import io.credentialbroker.client.cli.daemon.Daemon;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.usage.ResultJson;
import io.credentialbroker.client.cli.usage.Subcommand;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code broker reload}: makes the daemon read its files again now. */
@Command(name = "reload", description = {
    "Makes the daemon read the AWS config and broker.toml again now; it does so by itself when they change."}, exitCodeList = "1:something in the files is wrong", footerHeading = "%nExample:%n", footer = "  broker reload")
public final class ReloadCommand extends Subcommand {
  @Mixin
  private ResultJson json = new ResultJson();

  public ReloadCommand(Surroundings here) {
    super(here);
  }

  @Override
  public Integer call() throws Exception {
    List<Problem> problems = new Daemon(here).control().reload();
    if (json.wanted()) {
      here.out().println(
          JsonText.line(ResultJson.object("problems", problems.stream().map(ResultJson::problem).toList())));
      return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
    for (Problem problem : problems) {
      String where = problem.where();
      here.err().println("error: " + (where.isEmpty() ? "" : where + ": ") + problem.message());
      if (problem.remedy() != null) {
        here.err().println("hint: " + problem.remedy());
      }
    }
    here.out().println(problems.isEmpty()
        ? "read, nothing is wrong"
        : problems.size() == 1 ? "read, 1 problem" : "read, " + problems.size() + " problems");
    return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }
}
