package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.cli.daemon.Failures;
import io.credentialbroker.client.cli.doctor.DoctorCommand;
import io.credentialbroker.client.cli.doctor.ExplainCommand;
import io.credentialbroker.client.cli.policy.PolicyCommand;
import io.credentialbroker.client.cli.policy.PolicyLintCommand;
import io.credentialbroker.client.cli.run.CredentialProcessCommand;
import io.credentialbroker.client.cli.run.EnvCommand;
import io.credentialbroker.client.cli.run.ExecCommand;
import io.credentialbroker.client.cli.service.ServiceCommand;
import io.credentialbroker.client.cli.session.AuditCommand;
import io.credentialbroker.client.cli.session.ConsoleCommand;
import io.credentialbroker.client.cli.session.ForgetCommand;
import io.credentialbroker.client.cli.session.LockCommand;
import io.credentialbroker.client.cli.session.MfaCommand;
import io.credentialbroker.client.cli.session.RefreshCommand;
import io.credentialbroker.client.cli.session.ReloadCommand;
import io.credentialbroker.client.cli.session.UnlockCommand;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.status.StatusCommand;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.token.TokenCommand;
import io.credentialbroker.client.cli.usage.AsksForProfile;
import io.credentialbroker.client.cli.usage.ExitCodes;
import io.credentialbroker.client.cli.usage.LowerCaseWord;
import io.credentialbroker.client.cli.usage.WrongUsage;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: its commands, and how success, failure and wrong usage become exit codes. */
@Command(name = "broker", synopsisSubcommandLabel = "COMMAND", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Role sessions from the credential broker, for commands, shells and tools.", commandListHeading = "%nCommands:%n", footerHeading = "%nExamples:%n", footer = {
    "  broker exec deploy -- aws s3 ls", "  eval \"$(broker env deploy)\"", "  broker status --watch"})
final class CommandLineDoor implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  private CommandLineDoor() {}

  static int run(String[] args, Surroundings here) {
    var commands = commands(here);
    Supplier<CommandLine> named = args.length == 0 ? null : commands.get(args[0]);
    CommandLine line = model(named == null ? commands.values() : List.of(named), here);
    line.setOut(new PrintWriter(here.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(here.err(), true, StandardCharsets.UTF_8));
    if (named == null && args.length > 0 && !args[0].startsWith("-")) {
      // What follows an unknown word is not looked at: the parser would complain of that first.
      return new WrongUsage(here).handleParseException(new UnmatchedArgumentException(line, List.of(args[0])),
          args);
    }
    return line.execute(args);
  }

  /** The whole command line; also what completion scripts and man pages are made from. */
  static CommandLine model(Surroundings here) {
    return model(commands(here).values(), here);
  }

  /**
   * Each by its name, in the order of the help. The model of a command takes a few milliseconds to make, and who
   * names one needs no other.
   */
  private static Map<String, Supplier<CommandLine>> commands(Surroundings here) {
    var all = new LinkedHashMap<String, Supplier<CommandLine>>();
    // What follows exec's PROFILE belongs to another program's command line.
    all.put("exec", () -> new CommandLine(new ExecCommand(here)).setStopAtPositional(true));
    all.put("env", () -> new CommandLine(new EnvCommand(here)));
    all.put("credential-process", () -> new CommandLine(new CredentialProcessCommand(here)));
    all.put("status", () -> new CommandLine(new StatusCommand(here)));
    all.put("explain", () -> new CommandLine(new ExplainCommand(here)));
    all.put("doctor", () -> new CommandLine(new DoctorCommand(here)));
    all.put("refresh", () -> new CommandLine(new RefreshCommand(here)));
    all.put("mfa", () -> new CommandLine(new MfaCommand(here)));
    all.put("forget", () -> new CommandLine(new ForgetCommand(here)));
    all.put("lock", () -> new CommandLine(new LockCommand(here)));
    all.put("unlock", () -> new CommandLine(new UnlockCommand(here)));
    all.put("token", () -> TokenCommand.withParts(here));
    all.put("reload", () -> new CommandLine(new ReloadCommand(here)));
    all.put("audit", () -> new CommandLine(new AuditCommand(here)));
    all.put("service", () -> new CommandLine(new ServiceCommand(here)));
    all.put("policy", () -> PolicyCommand.model(here));
    all.put("console", () -> new CommandLine(new ConsoleCommand(here)));
    all.put("completion", () -> new CommandLine(new CompletionCommand(here)));
    return all;
  }

  private static CommandLine model(Collection<Supplier<CommandLine>> commands, Surroundings here) {
    var line = new CommandLine(new CommandLineDoor());
    commands.forEach(command -> line.addSubcommand(command.get()));
    // An argument like curl's @body.json is the program's own, and no file of more arguments.
    line.setExpandAtFiles(false);
    ExitCodes.describe(line);
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
      String profile = asked instanceof AsksForProfile one ? one.profile() : null;
      return Failures.print(failure, profile, command.getCommandSpec().qualifiedName(), here);
    }
    here.err().println("error: the command failed: " + thrown);
    here.err().println("hint: this is a fault of broker itself; please report it with the command you typed");
    return ExitCode.FAILED;
  }
}
