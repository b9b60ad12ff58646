package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole: its commands, and how success, failure and wrong usage become exit codes. */
@Command(name = "broker", synopsisSubcommandLabel = "COMMAND", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Role sessions from the credential broker, for commands, shells and tools.", commandListHeading = "%nCommands:%n", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
    "0:done", "1:failed", "2:wrong usage", "3:no daemon is running", "4:refused",
    "5:a person has to give a code or sign in", "6:not available now, try again later",
    "126, 127:exec: the command cannot be run, was not found",
    "other:exec: the command's own"}, footerHeading = "%nExamples:%n", footer = {
        "  broker exec deploy -- aws s3 ls", "  eval \"$(broker env deploy)\"", "  broker status --watch"})
final class CommandLineDoor implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  private CommandLineDoor() {}

  static int run(String[] args, Surroundings here) {
    CommandLine line = model(here);
    line.setOut(new PrintWriter(here.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(here.err(), true, StandardCharsets.UTF_8));
    return line.execute(args);
  }

  /** The commands; also what completion scripts and man pages are made from. */
  static CommandLine model(Surroundings here) {
    // What follows exec's PROFILE belongs to another program's command line.
    var exec = new CommandLine(new ExecCommand(here)).setStopAtPositional(true);
    var line = new CommandLine(new CommandLineDoor());
    line.addSubcommand(exec).addSubcommand(new EnvCommand(here))
        .addSubcommand(new CredentialProcessCommand(here)).addSubcommand(new StatusCommand(here))
        .addSubcommand(new ExplainCommand(here)).addSubcommand(new DoctorCommand(here))
        .addSubcommand(new RefreshCommand(here)).addSubcommand(new MfaCommand(here))
        .addSubcommand(new ForgetCommand(here))
        .addSubcommand(new LockCommand(here)).addSubcommand(new UnlockCommand(here))
        .addSubcommand(TokenCommand.withParts(here))
        .addSubcommand(new ReloadCommand(here)).addSubcommand(new AuditCommand(here))
        .addSubcommand(new ServiceCommand(here))
        .addSubcommand(PolicyCommand.model(here)).addSubcommand(new ConsoleCommand(here))
        .addSubcommand(new CompletionCommand(here));
    line.registerConverter(Shell.class, new LowerCaseWord<>(Shell.class));
    line.registerConverter(PolicyLintCommand.Format.class,
        new LowerCaseWord<>(PolicyLintCommand.Format.class));
    line.registerConverter(PolicyLintCommand.Kind.class, new LowerCaseWord<>(PolicyLintCommand.Kind.class));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(here.coloured() ? Ansi.ON : Ansi.OFF));
    line.setParameterExceptionHandler(new WrongUsage(here));
    line.setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command, here));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command was given");
  }

  private static int failed(Exception thrown, CommandLine command, Surroundings here) {
    if (thrown instanceof BrokerException failure) {
      Object asked = command.getCommand();
      return Failures.print(failure, asked instanceof AsksForProfile one ? one.profile() : null, here);
    }
    here.err().println("error: the command failed: " + thrown);
    here.err().println("hint: this is a fault of broker itself; please report it with the command you typed");
    return ExitCode.FAILED;
  }
}
