package io.credentialbroker.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What tells one state of a file from another without reading it: size, times, identity, behind symbolic links.
 * The time of the last status change is among them where there is one, because {@code chmod} moves no other.
 *
 * @param attributes nothing for a file that is not there or cannot be looked at
 */
record FileStamp(Map<String, String> attributes) {

  static FileStamp of(Path file) {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    String wanted = unix ? "unix:size,lastModifiedTime,fileKey,ctime" : "size,lastModifiedTime,fileKey";
    try {
      var attributes = new HashMap<String, String>();
      Files.readAttributes(file, wanted)
          .forEach((name, value) -> attributes.put(name, String.valueOf(value)));
      return new FileStamp(Map.copyOf(attributes));
    } catch (IOException _) {
      return new FileStamp(Map.of());
    }
  }

  /** Whether there is nothing in it: the moment between the truncating and the writing of a file. */
  boolean holdsNothing() {
    return attributes.isEmpty() || "0".equals(attributes.get("size"));
  }
}
