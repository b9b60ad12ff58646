package io.credentialbroker.client.cli.shell;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The variables of a whole login session: a file that the user's systemd reads (environment.d(5)). The token is in it
 * by the name of its file only.
 */
public final class LoginEnvironment {
  private static final String FIRST_LINE = "# Written by 'broker env --install'; 'broker env --uninstall' removes it.";

  private final Path file;

  private LoginEnvironment(Path file) {
    this.file = file;
  }

  public static LoginEnvironment of(Surroundings here) throws BrokerException {
    String xdg = here.variable("XDG_CONFIG_HOME");
    String home = here.variable("HOME");
    if (xdg.isEmpty() && home.isEmpty()) {
      throw new BrokerException(Kind.LOCAL,
          "neither XDG_CONFIG_HOME nor HOME is set, so there is no place to write to",
          "set HOME");
    }
    return new LoginEnvironment((xdg.isEmpty() ? Path.of(home, ".config") : Path.of(xdg))
        .resolve("environment.d").resolve("60-credential-broker.conf"));
  }

  public Path file() {
    return file;
  }

  /** Answers false when the very same is written there already. */
  public boolean install(Map<String, String> variables) throws BrokerException {
    String text = FIRST_LINE + '\n' + variables.entrySet().stream()
        .map(one -> one.getKey() + '=' + quoted(one.getValue()) + '\n').collect(Collectors.joining());
    try {
      if (Files.exists(file) && mine().equals(text)) {
        return false;
      }
      Files.createDirectories(file.getParent());
      Path fresh = Files.createTempFile(file.getParent(), ".60-", ".tmp");
      try {
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
      return true;
    } catch (IOException e) {
      throw cannot("written", e);
    }
  }

  /** Answers false when there was nothing to remove. */
  public boolean uninstall() throws BrokerException {
    try {
      if (!Files.exists(file)) {
        return false;
      }
      mine();
      Files.delete(file);
      return true;
    } catch (IOException e) {
      throw cannot("removed", e);
    }
  }

  /** What is there, if it is ours. */
  private String mine() throws IOException, BrokerException {
    String text = Files.readString(file);
    if (!text.startsWith(FIRST_LINE)) {
      throw new BrokerException(Kind.LOCAL, file + " was not written by this command", "move it away first");
    }
    return text;
  }

  private BrokerException cannot(String what, IOException failure) {
    return new BrokerException(Kind.LOCAL,
        file + " cannot be " + what + " (" + failure.getClass().getSimpleName() + ")",
        "let your user write the folder " + file.getParent());
  }

  /** Within quotes a backslash escapes; a dollar sign begins a variable, and two are one. */
  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9_@%+=:,./-]*")
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$") + '"';
  }
}
