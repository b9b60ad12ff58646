package io.credentialbroker.client.cli;

import io.credentialbroker.client.cli.run.CredentialProcess;
import io.credentialbroker.client.cli.status.Readiness;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.StandardOutput;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import org.jspecify.annotations.Nullable;

/**
 * The door of the {@code broker} command.
 *
 * <p>{@code credential-process} is run by other programs, each time they want credentials: in its plain form it
 * takes a short way that loads neither the command-line parser nor a JSON one. So does {@code status --ready},
 * which an engine of containers runs every few seconds inside the daemon's own limit of memory, and {@code --help}.
 * The launcher has an AOT cache of their own for these three.
 */
public final class BrokerCommand {
  private BrokerCommand() {}

  public static void main(String[] args) {
    var output = new StandardOutput();
    var here = Surroundings.ofThisProcess(output);
    int code = run(args, here);
    here.out().flush();
    code = checked(code, output.failure(), here);
    here.err().flush();
    if (code != ExitCode.OK) {
      // Success ends by returning, which is a little faster: an explicit exit loads the JDK's logging first.
      System.exit(code);
    }
  }

  /** What was asked for and is not there is a failure, whatever else went well. */
  private static int checked(int code, @Nullable String failure, Surroundings here) {
    if (failure == null || code != ExitCode.OK) {
      return code;
    }
    if (failure.contains("Broken pipe")) {
      return ExitCode.NOBODY_READS; // as 'broker audit | head' ends; whoever does that wants no words about it
    }
    here.err().println("error: standard output cannot be written: " + failure);
    here.err().println("hint: what was asked for is not complete there; make room, or write it elsewhere");
    return ExitCode.FAILED;
  }

  /** Does what the words ask for; answers the exit code. */
  public static int run(String[] args, Surroundings here) {
    boolean plain = args.length == 2 && args[0].equals("credential-process") && !args[1].startsWith("-")
        && !args[1].isEmpty();
    if (plain) {
      return CredentialProcess.print(args[1], here);
    }
    if (args.length == 2 && args[0].equals("status") && args[1].equals("--ready")) {
      return Readiness.check(here);
    }
    boolean help = args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"));
    return help && HelpText.print(here) ? ExitCode.OK : CommandLineDoor.run(args, here);
  }
}
