package io.credentialbroker.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * What can be seen of files without reading them: different stamps mean that something was written.
 *
 * @param seen one line for each file: its inode, size and time of writing, or that it is absent
 */
record FileStamps(List<String> seen) {
  static final FileStamps NONE = new FileStamps(List.of());

  FileStamps {
    seen = List.copyOf(seen);
  }

  static FileStamps of(List<Path> files) {
    return new FileStamps(files.stream().map(FileStamps::stamp).toList());
  }

  private static String stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return file + " " + attributes.fileKey() + ' ' + attributes.size() + ' '
          + attributes.lastModifiedTime().toInstant();
    } catch (IOException e) {
      return file + " " + e.getClass().getSimpleName();
    }
  }
}
