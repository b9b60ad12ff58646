package io.credentialbroker.client.cli.usage;

import io.credentialbroker.client.cli.shell.Shell;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

  /**
   * Whether the first argument of {@code exec} stands behind "--". The parser takes it for PROFILE all the same.
   *
   * @param words without {@code broker}
   */
  public static boolean isWithoutProfile(List<String> words) {
    return words.stream().skip(1).filter(word -> word.equals("--") || !word.startsWith("-")).findFirst()
        .equals(Optional.of("--"));
  }

  /**
   * An {@code exec} whose PROFILE was left out.
   *
   * @param words without {@code broker}
   */
  public static Corrected withoutProfile(CommandSpec spec, List<String> words) {
    return new Corrected(spec, "there is no PROFILE before '--'",
        "broker exec PROFILE " + words.stream().skip(words.indexOf("--")).map(Shell::posixIfNeeded)
            .collect(Collectors.joining(" ")));
  }

  String meant() {
    return meant;
  }
}
