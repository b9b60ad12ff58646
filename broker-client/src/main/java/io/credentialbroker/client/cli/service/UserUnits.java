package io.credentialbroker.client.cli.service;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unit files of this installation in the user's own folder of units. A file there that this command did not
 * write is never replaced or removed. A package brings its units where systemd finds them by itself; there is then
 * nothing to write, and nothing of ours to remove.
 */
final class UserUnits {
  static final String SOCKET = "credential-broker.socket";
  static final String SERVICE = "credential-broker.service";

  private static final List<String> NAMES = List.of(SOCKET, SERVICE);
  private static final String MARK = "# Written by 'broker service install'; 'broker service uninstall' removes it.\n";
  private static final String PACKAGED_COMMAND = "ExecStart=/usr/bin/brokerd\n";

  private final Path folder;
  private final Path installation;
  private final Path packaged;

  /** How what lies in the folder stands to this installation. */
  enum State {
    /** There are none. */
    ABSENT("not installed"),
    /** They are this installation's. */
    CURRENT("installed"),
    /** There are none, and systemd reads those that the package has brought. */
    PACKAGED("installed by the package"),
    /** They are of another version or place. */
    OTHER("of another installation or version"),
    /** Somebody else wrote one of them. */
    FOREIGN("not written by this command");

    final String words;

    State(String words) {
      this.words = words;
    }
  }

  UserUnits(Surroundings here) throws BrokerException {
    Path given = here.installation();
    if (given == null) {
      throw new BrokerException(Kind.LOCAL,
          "the units cannot be found: this command was not started by its launcher",
          "run the 'broker' of the installation");
    }
    this.installation = given;
    // /usr/lib/systemd/user beside /usr/lib/credential-broker: the first is where a package puts units of users.
    this.packaged = given.resolveSibling("systemd").resolve("user");
    String config = here.variable("XDG_CONFIG_HOME");
    String home = here.variable("HOME");
    if (config.isEmpty() && home.isEmpty()) {
      throw new BrokerException(Kind.LOCAL,
          "there is no place for the units: neither HOME nor XDG_CONFIG_HOME is set",
          "set HOME to your home folder");
    }
    Path base = config.isEmpty() ? Path.of(home, ".config") : Path.of(config);
    this.folder = base.resolve("systemd").resolve("user");
  }

  /** Where this command writes. */
  Path folder() {
    return folder;
  }

  /** Where the package has put its own. */
  Path packageFolder() {
    return packaged;
  }

  /** Whether this installation is a package's: its units were moved out of it to where systemd looks. */
  boolean ofPackage() {
    return NAMES.stream().noneMatch(name -> Files.exists(source(name)))
        && NAMES.stream().allMatch(name -> Files.exists(packaged.resolve(name)));
  }

  State state() throws BrokerException {
    State written = written();
    return written == State.ABSENT && ofPackage() ? State.PACKAGED : written;
  }

  /** Of those in the user's own folder, which systemd prefers to all others. */
  private State written() throws BrokerException {
    var found = new ArrayList<State>();
    for (String name : NAMES) {
      String there = read(folder.resolve(name));
      found.add(there == null
          ? State.ABSENT
          : !there.startsWith(MARK)
              ? State.FOREIGN
              : !ofPackage() && there.equals(text(name)) ? State.CURRENT : State.OTHER);
    }
    return found.contains(State.FOREIGN)
        ? State.FOREIGN
        : found.get(0) == found.get(1) ? found.get(0) : State.OTHER;
  }

  /** Puts the units in place, each as a whole. */
  void write() throws BrokerException {
    refuseForeign();
    try {
      Files.createDirectories(folder);
      for (String name : NAMES) {
        Path fresh = Files.writeString(folder.resolve("." + name + ".new"), text(name),
            StandardCharsets.UTF_8);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new BrokerException(Kind.LOCAL,
          "the units cannot be written to " + folder + ": " + e.getMessage(),
          "check who owns that folder");
    }
  }

  void remove() throws BrokerException {
    refuseForeign();
    try {
      for (String name : NAMES) {
        Files.deleteIfExists(folder.resolve(name));
      }
    } catch (IOException e) {
      throw new BrokerException(Kind.LOCAL, "a unit cannot be removed from " + folder + ": " + e.getMessage(),
          "check who owns that folder");
    }
  }

  private void refuseForeign() throws BrokerException {
    if (state() == State.FOREIGN) {
      throw new BrokerException(Kind.LOCAL,
          "a unit in " + folder + " was not written by this command; it was left alone",
          "move " + folder.resolve(SERVICE) + " and " + folder.resolve(SOCKET) + " away, and run this again");
    }
  }

  /** The unit as it belongs to this installation. */
  private String text(String name) throws BrokerException {
    String text = read(source(name));
    if (text == null) {
      throw new BrokerException(Kind.LOCAL, "there is no " + source(name),
          "the installation is incomplete: install it again");
    }
    return MARK + text.replace(PACKAGED_COMMAND,
        "ExecStart=" + quoted(installation.resolve("bin").resolve("brokerd").toString()) + '\n');
  }

  private Path source(String name) {
    return installation.resolve("lib/systemd/user").resolve(name);
  }

  /** A path as one word of a command line of systemd (systemd.service(5), "Command lines"). */
  private static String quoted(String path) {
    String plain = path.replace("%", "%%").replace("$", "$$");
    return plain.matches("[A-Za-z0-9_./%$+@:=,-]+")
        ? plain
        : '"' + plain.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static @Nullable String read(Path file) throws BrokerException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new BrokerException(Kind.LOCAL, file + " cannot be read: " + e.getMessage(),
          "check its permissions");
    }
  }
}
