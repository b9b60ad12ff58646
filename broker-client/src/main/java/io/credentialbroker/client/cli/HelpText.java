package io.credentialbroker.client.cli;

import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What {@code broker --help} says, written once when the package is made: the models of all commands take three times
 * as long to make as the JVM takes to start.
 */
public final class HelpText {
  private HelpText() {}

  /**
   * Writes it for terminals and for everything else.
   *
   * @param args the folder of the package
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("usage: HelpText FOLDER");
    }
    for (boolean coloured : new boolean[]{ false, true}) {
      Path file = file(Path.of(args[0]), coloured);
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, text(coloured));
    }
  }

  static byte[] text(boolean coloured) {
    var text = new ByteArrayOutputStream();
    var out = new PrintStream(text, false, StandardCharsets.UTF_8);
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    CommandLineDoor.run(new String[]{ "--help"},
        new Surroundings(Map.of(), out, nowhere, coloured, null, millis -> false));
    out.flush();
    return text.toByteArray();
  }

  /** Prints what the package has; false where there is none. */
  static boolean print(Surroundings here) {
    Path installation = here.installation();
    if (installation == null) {
      return false;
    }
    try {
      byte[] text = Files.readAllBytes(file(installation, here.coloured()));
      here.out().write(text, 0, text.length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path file(Path installation, boolean coloured) {
    return installation.resolve(coloured ? "lib/help/broker.ansi" : "lib/help/broker.txt");
  }
}
