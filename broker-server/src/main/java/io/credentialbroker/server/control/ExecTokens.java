package io.credentialbroker.server.control;

import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.Pace;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.caller.TokenId;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Tokens that are good for one profile and as long as somebody holds them, each in a file of its own.
 *
 * <p>The registry forgets all tokens when the daemon ends, so a file left by a crash opens nothing; it is
 * removed all the same when the next daemon starts.
 */
public final class ExecTokens implements AutoCloseable {
  private static final String SUFFIX = ".token";

  private final ClientTokens tokens;
  private final Set<Integer> uids;
  private final Supplier<Pace> paces;
  private final Path folder;
  private final Writer writer;
  private final Set<Held> inUse = ConcurrentHashMap.newKeySet();

  /**
   * Empties {@code folder}, or makes it with mode 0700.
   *
   * @param uids who may use the tokens; empty where the system does not tell who asks
   * @param paces how often each command may ask; a pace of its own for each
   * @param folder belongs to these tokens alone, inside a folder that nobody else can enter
   */
  public ExecTokens(ClientTokens tokens, Set<Integer> uids, Supplier<Pace> paces, Path folder, Writer writer)
      throws IOException {
    this.tokens = tokens;
    this.uids = Set.copyOf(uids);
    this.paces = paces;
    this.folder = folder;
    this.writer = writer;
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    sweep();
  }

  /** A new token in a file of its own; blocks while that is written. */
  public Held issue(ProfileName profile) throws IOException {
    var issued = tokens.add(
        new Identity("exec", Grant.only(profile), ProcessRules.NONE, paces.get()), TokenTerms.of(uids));
    var held = new Held(issued.id(), folder.resolve(issued.id() + SUFFIX));
    inUse.add(held);
    try {
      writer.write(held.file(), issued.token());
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
    return held;
  }

  /** Ends all that are in use. */
  @Override
  public void close() {
    Set.copyOf(inUse).forEach(Held::close);
  }

  private void sweep() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Puts a token into a file that only its owner can read, whole or not at all. */
  @FunctionalInterface
  public interface Writer {
    void write(Path file, Secret token) throws IOException;
  }

  /** A token in use. */
  public final class Held implements AutoCloseable {
    private final TokenId id;
    private final Path file;

    private Held(TokenId id, Path file) {
      this.id = id;
      this.file = file;
    }

    /** The token's public name. */
    public String id() {
      return id.value();
    }

    /** The file it is in, for {@code AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE}. */
    public Path file() {
      return file;
    }

    /** Refuses the token from now on and removes its file. Harmless the second time. */
    @Override
    public void close() {
      tokens.revoke(id);
      inUse.remove(this);
      try {
        Files.deleteIfExists(file);
      } catch (IOException _) {
        // The token is void already, and the next start sweeps the file.
      }
    }
  }
}
