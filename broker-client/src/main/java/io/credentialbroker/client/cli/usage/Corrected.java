package io.credentialbroker.client.cli.usage;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Wrong usage of which a command knows itself what was probably meant. */
public final class Corrected extends ParameterException {
  private static final long serialVersionUID = 1L;

  private final String meant;

  /**
   * What is wrong.
   *
   * @param meant the command as it could be typed
   */
  public Corrected(CommandSpec spec, String message, String meant) {
    super(spec.commandLine(), message);
    this.meant = meant;
  }

  String meant() {
    return meant;
  }
}
