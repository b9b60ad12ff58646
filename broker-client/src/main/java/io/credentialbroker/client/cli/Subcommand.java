package io.credentialbroker.client.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have: their surroundings, and help. */
abstract class Subcommand implements Callable<Integer> {
  final Surroundings here;

  @Option(names = { "-h", "--help"}, usageHelp = true, description = "Shows this help and exits.")
  @SuppressWarnings("UnusedVariable") // picocli prints the help before anybody could read it
  private boolean help;

  Subcommand(Surroundings here) {
    this.here = here;
  }
}
