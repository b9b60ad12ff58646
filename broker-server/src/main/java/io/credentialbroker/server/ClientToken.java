package io.credentialbroker.server;

import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.server.config.BrokerConfig.Client;
import io.credentialbroker.server.config.BrokerConfig.ClientTokenFile;
import io.credentialbroker.server.config.ConfigException;
import io.credentialbroker.server.transport.OwnUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A configured client with the token that its file holds.
 *
 * @param client as {@code broker.toml} has it
 * @param token one line of 16 to 256 characters of {@code [A-Za-z0-9_-]}
 */
record ClientToken(Client client, Secret token) {
  private static final int LONGEST = 256;
  private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.GROUP_READ,
      PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
  private static final Set<PosixFilePermission> CHANGES = Set.of(PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

  /**
   * Reads the token files of all clients.
   *
   * @throws ConfigException with every file that cannot be used
   */
  static List<ClientToken> readAll(List<Client> clients) throws ConfigException {
    var tokens = new ArrayList<ClientToken>();
    var problems = new ArrayList<ProfileProblem>();
    var seen = new HashSet<Secret>();
    for (Client client : clients) {
      if (client.token().rotate() != null) {
        continue; // That one's tokens are ours to make.
      }
      try {
        var token = read(client.token());
        if (!seen.add(token)) {
          throw new Unusable("holds the token of another client", "Give each client a token of its own.");
        }
        tokens.add(new ClientToken(client, token));
      } catch (Unusable e) {
        problems.add(new ProfileProblem(client.token().path().toString(), null, "client.token_file",
            "The token file of the client '" + client.name() + "' " + e.getMessage() + ".", e.remedy));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return List.copyOf(tokens);
  }

  private static Secret read(ClientTokenFile source) throws Unusable {
    Path file = source.path();
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      checkOwner(file);
      var wrong = source.groupReadable() ? CHANGES : OTHERS;
      if (Files.getPosixFilePermissions(file).stream().anyMatch(wrong::contains)) {
        throw new Unusable(source.groupReadable()
            ? "can be read by everybody, or written by others than its owner"
            : "can be read or written by others than its owner",
            "Run: chmod " + (source.groupReadable() ? "640 " : "600 ") + file);
      }
      bytes = in.readNBytes(LONGEST + 1);
    } catch (NoSuchFileException _) {
      throw new Unusable("does not exist", "Create it, or remove the client.");
    } catch (IOException e) {
      throw new Unusable("cannot be read (" + e.getClass().getSimpleName() + ")",
          "Let the user of brokerd read it.");
    }
    var token = Secret.ofUtf8(bytes);
    if (token.reveal().matches("[A-Za-z0-9_-]{16,256}\\R")) {
      // Java's, Go's and Rust's SDKs and botocore send the newline, or fail on it.
      throw new Unusable("ends with a newline, on which several SDKs fail",
          "Write it without one, as printf does.");
    }
    if (!token.reveal().matches("[A-Za-z0-9_-]{16,256}")) {
      throw new Unusable("is not one line of 16 to 256 characters of A-Z a-z 0-9 _ -",
          "Make one with: head -c 32 /dev/urandom | basenc --base64url -w0 | tr -d =");
    }
    return token;
  }

  /** Whoever owns the file decides which token is good, and so who gets credentials. */
  private static void checkOwner(Path file) throws IOException, Unusable {
    Object owner = Files.getAttribute(file, "unix:uid");
    int own = OwnUser.uid();
    if (!Objects.equals(owner, own) && !Objects.equals(owner, 0)) {
      throw new Unusable("belongs to user " + owner, "Run: chown " + own + ' ' + file);
    }
  }

  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    Unusable(String message, String remedy) {
      super(message);
      this.remedy = remedy;
    }
  }
}
