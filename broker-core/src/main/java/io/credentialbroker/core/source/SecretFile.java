package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a small file with a secret in it, anew each time, because platforms replace such files. */
final class SecretFile {
  private SecretFile() {}

  /**
   * The file's bytes.
   *
   * @param what is in it, to begin a sentence with, e.g. {@code The web identity token}
   * @param limit in bytes
   */
  static byte[] read(String step, String what, Path path, int limit) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw failure(step, what + " in " + path + " is longer than " + limit + " bytes.",
            "Check that this is the right file.");
      }
      return bytes;
    } catch (NoSuchFileException _) {
      throw failure(step, what + " could not be read: there is no file " + path + ".",
          "Create the file, or correct its path in the configuration.");
    } catch (AccessDeniedException _) {
      throw failure(step, what + " could not be read: no permission for " + path + ".",
          "Let the user who runs the daemon read the file.");
    } catch (IOException _) {
      throw failure(step, what + " could not be read from " + path + ".",
          "Check that it is a file and not a folder.");
    }
  }

  private static FailureException failure(String step, String message, String remedy) {
    return new FailureException(Failure.of(FailureReason.LOCAL_CONFIGURATION, step, message, remedy));
  }
}
