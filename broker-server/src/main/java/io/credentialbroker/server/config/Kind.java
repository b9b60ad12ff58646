package io.credentialbroker.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a key takes. */
interface Kind<T extends @Nullable Object> {
  /** In words that finish the sentence "it takes …", for messages and documentation. */
  String words();

  /** The value that a TOML value stands for. */
  T read(JsonNode node, Places places) throws Mismatch;

  /**
   * What relative paths are relative to.
   *
   * @param home stands for {@code ~}
   * @param folder the folder of the config file
   */
  record Places(Path home, Path folder) {
    Path resolve(String text) {
      if (text.equals("~")) {
        return home;
      }
      return text.startsWith("~/") ? home.resolve(text.substring(2)) : folder.resolve(text).normalize();
    }
  }

  /** The value is not of this kind; the message says what is wrong with it. */
  final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;

    Mismatch(String message) {
      super(message);
    }
  }
}
