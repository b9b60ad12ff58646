package io.credentialbroker.client.cli;

/**
 * The door of the {@code broker} command.
 *
 * <p>{@code credential-process} is run by other programs, each time they want credentials: in its plain form it
 * takes a short way that loads neither the command-line parser nor a JSON one.
 */
public final class BrokerCommand {
  private BrokerCommand() {}

  public static void main(String[] args) {
    var here = Surroundings.ofThisProcess();
    int code = run(args, here);
    here.out().flush();
    here.err().flush();
    if (code != ExitCode.OK) {
      // Success ends by returning, which is a little faster: an explicit exit loads the JDK's logging first.
      System.exit(code);
    }
  }

  /** Does what the words ask for; answers the exit code. */
  static int run(String[] args, Surroundings here) {
    boolean plain = args.length == 2 && args[0].equals("credential-process") && !args[1].startsWith("-")
        && !args[1].isEmpty();
    return plain ? CredentialProcess.print(args[1], here) : CommandLineDoor.run(args, here);
  }
}
