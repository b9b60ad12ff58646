package io.credentialbroker.server.audit;

import java.nio.file.Path;

/**
 * Where the audit goes and how much of it is kept.
 *
 * @param file the file that is written to; older ones are beside it with {@code .1}, {@code .2} and so on
 * @param largest the size in bytes at which a new file is begun
 * @param kept how many older files stay
 * @param uid the user whose files these have to be: the daemon's own
 */
public record AuditSettings(Path file, long largest, int kept, int uid) {
  public AuditSettings {
    if (largest < 1 || kept < 0) {
      throw new IllegalArgumentException("a file of " + largest + " bytes and " + kept + " older ones");
    }
  }
}
