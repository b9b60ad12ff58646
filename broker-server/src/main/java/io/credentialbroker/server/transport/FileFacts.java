package io.credentialbroker.server.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What {@code lstat} says about a path; a symbolic link is itself, never what it points to.
 *
 * @param uid the owner
 * @param mode type and permission bits
 */
record FileFacts(int uid, int mode) {
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final int FOLDER = 0040000;
  private static final int FILE = 0100000;
  private static final int STICKY = 01000;

  static FileFacts of(Path path) throws IOException {
    Map<String, Object> facts = Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    return new FileFacts((Integer) Objects.requireNonNull(facts.get("uid")),
        (Integer) Objects.requireNonNull(facts.get("mode")));
  }

  boolean isSocket() {
    return (mode & TYPE) == SOCKET;
  }

  boolean isFile() {
    return (mode & TYPE) == FILE;
  }

  boolean isFolder() {
    return (mode & TYPE) == FOLDER;
  }

  boolean isSticky() {
    return (mode & STICKY) != 0;
  }

  int permissions() {
    return mode & 0777;
  }

  boolean isWritableByOthers() {
    return (mode & 0002) != 0;
  }
}
