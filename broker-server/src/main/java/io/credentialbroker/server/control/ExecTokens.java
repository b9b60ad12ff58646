package io.credentialbroker.server.control;

import io.credentialbroker.core.profile.ProfileName;
import java.io.IOException;
import java.nio.file.Path;

/** Makes tokens that are good for one profile and as long as somebody holds them. */
public interface ExecTokens {
  /** A new token in a file of its own; blocks while that is written. */
  Held issue(ProfileName profile) throws IOException;

  /** A token in use. */
  interface Held extends AutoCloseable {
    /** The token's public name. */
    String id();

    /** The file it is in, for {@code AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE}. */
    Path file();

    /** Refuses the token from now on and removes its file. Harmless the second time. */
    @Override
    void close();
  }
}
