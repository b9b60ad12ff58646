package io.credentialbroker.client.cli.surroundings;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command finds around itself, so that a test can give it other surroundings.
 *
 * @param environment the environment variables
 * @param terminal whether standard output is a terminal
 * @param installation where this product is installed ({@code bin/brokerd} below it); the launcher tells
 * @param pause lets time pass between two looks at the daemon
 * @param keyboard where a person types
 */
public record Surroundings(Map<String, String> environment, PrintStream out, PrintStream err,
    boolean terminal,
    @Nullable Path installation, Pause pause, Keyboard keyboard) {

  /** With nothing at all on standard input. */
  public Surroundings(Map<String, String> environment, PrintStream out, PrintStream err, boolean terminal,
      @Nullable Path installation, Pause pause) {
    this(environment, out, err, terminal, installation, pause, Keyboard.NONE);
  }

  /** Lets time pass; answers false when the waiting should end altogether. */
  @FunctionalInterface
  public interface Pause {
    boolean millis(long duration);
  }

  public static Surroundings ofThisProcess(StandardOutput output) {
    String installation = System.getProperty("broker.home");
    return new Surroundings(System.getenv(), stream(output), stream(new FileOutputStream(FileDescriptor.err)),
        Terminals.isTerminal(1),
        installation == null ? null : Path.of(installation), Surroundings::sleep,
        Keyboard.ofThisProcess());
  }

  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** Whether colours are wanted: on a terminal, unless https://no-color.org says no. */
  public boolean coloured() {
    return terminal && variable("NO_COLOR").isEmpty() && !variable("TERM").equals("dumb");
  }

  /** Whether the locale can show more than ASCII. */
  public boolean unicode() {
    String all = variable("LC_ALL");
    String type = all.isEmpty() ? variable("LC_CTYPE") : all;
    String locale = (type.isEmpty() ? variable("LANG") : type).toLowerCase(Locale.ROOT);
    return locale.contains("utf-8") || locale.contains("utf8");
  }

  public void note(String text) {
    err.println("note: " + text);
  }

  /** UTF-8 whatever the locale: what is printed goes into other programs more often than to a screen. */
  private static PrintStream stream(OutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private static boolean sleep(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
