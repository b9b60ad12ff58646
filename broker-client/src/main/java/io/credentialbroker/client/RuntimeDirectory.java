package io.credentialbroker.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder in which a daemon and its clients meet; docs/control-api.md has the rule that both follow.
 *
 * @param path the folder, absolute; it need not exist
 */
public record RuntimeDirectory(Path path) {
  private static final String NAME = "credential-broker";
  private static final String ANOTHER = "set CREDENTIAL_BROKER_RUNTIME_DIR to a folder of yours, for brokerd as well";

  public RuntimeDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /**
   * The folder that these environment variables mean.
   *
   * @throws BrokerException of kind {@link BrokerException.Kind#LOCAL} where no rule names a folder
   */
  public static RuntimeDirectory of(Map<String, String> environment) throws BrokerException {
    String own = environment.getOrDefault("CREDENTIAL_BROKER_RUNTIME_DIR", "");
    if (!own.isEmpty()) {
      return new RuntimeDirectory(Path.of(own));
    }
    String xdg = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!xdg.isEmpty()) {
      return new RuntimeDirectory(Path.of(xdg, NAME));
    }
    return loginFolder().map(folder -> new RuntimeDirectory(folder.resolve(NAME)))
        .orElseThrow(() -> new BrokerException(BrokerException.Kind.LOCAL,
            "there is no runtime directory: XDG_RUNTIME_DIR is not set and there is no /run/user folder of yours",
            "set CREDENTIAL_BROKER_RUNTIME_DIR to a folder that only you can read, for brokerd as well"));
  }

  /**
   * Why no daemon of ours can be in this folder, and what to do about it; empty where one can be, or could be if the
   * folder were made. What the daemon itself demands of the folder, such as its mode, it says itself.
   */
  public Optional<BrokerException> fault() {
    Path parent = path.getParent();
    if (Files.exists(path)) {
      return Files.isDirectory(path)
          ? foreign()
          : fault(path + " is not a folder", "remove it, or " + ANOTHER);
    }
    if (parent != null && !Files.isDirectory(parent)) {
      return Files.exists(parent)
          ? fault("the folder " + path + " cannot be made: " + parent + " is not a folder", ANOTHER)
          : fault("the folder " + path + " cannot be made: there is no " + parent,
              "make " + parent + " (mode 0700), or " + ANOTHER);
    }
    return Optional.empty();
  }

  private Optional<BrokerException> foreign() {
    try {
      Object owner = Files.getAttribute(path, "unix:uid");
      Object own = ownUid();
      return owner.equals(own)
          ? Optional.empty()
          : fault("the folder " + path + " belongs to user " + owner + " and not to " + own, ANOTHER);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static Optional<BrokerException> fault(String what, String hint) {
    return Optional.of(new BrokerException(BrokerException.Kind.NO_DAEMON,
        "no brokerd is running, and none could: " + what, hint));
  }

  /** The owner of our own entry in /proc tells the uid without a native call. */
  private static Object ownUid() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** Where the control API answers. */
  public Path controlSocket() {
    return path.resolve("control.sock");
  }

  /** Where credentials are served, unless broker.toml names another place. */
  public Path credentialsSocket() {
    return path.resolve("broker.sock");
  }

  /** Where a daemon that a command has started writes its log. */
  public Path log() {
    return path.resolve("brokerd.log");
  }

  /** {@code /run/user/UID}. */
  private static Optional<Path> loginFolder() {
    try {
      Path folder = Path.of("/run/user", ownUid().toString());
      return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
