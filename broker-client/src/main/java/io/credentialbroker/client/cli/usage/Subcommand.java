package io.credentialbroker.client.cli.usage;

import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have: their surroundings, and help. */
public abstract class Subcommand implements Callable<Integer> {
  public final Surroundings here;

  @Option(names = { "-h", "--help"}, usageHelp = true, description = "Shows this help and exits.")
  @SuppressWarnings("UnusedVariable") // picocli prints the help before anybody could read it
  private boolean help;

  public Subcommand(Surroundings here) {
    this.here = here;
  }
}
