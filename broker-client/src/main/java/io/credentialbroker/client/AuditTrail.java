package io.credentialbroker.client;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files of an audit: the one that grows, and the older ones beside it. */
public final class AuditTrail implements AutoCloseable {
  private final Path file;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private @Nullable FileChannel growing;
  private @Nullable Object identity;

  /** The trail whose growing file this is. */
  public AuditTrail(Path file) {
    this.file = file;
  }

  /** Every line of the older files, the oldest first. */
  public void older(Consumer<String> lines) throws IOException {
    for (Path one : olderFiles()) {
      try (BufferedReader reader = Files.newBufferedReader(one, StandardCharsets.UTF_8)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.accept(line);
        }
      } catch (NoSuchFileException e) {
        // A new file was begun meanwhile, and this one was one too many.
      }
    }
  }

  /**
   * Every whole line of the growing file that has come since the last call; all of them at the first. A file
   * that has taken its place is gone on with.
   */
  public void fresh(Consumer<String> lines) throws IOException {
    read(lines);
    if (!Objects.equals(identity, identityNow())) {
      read(lines); // what came between the two looks
      close();
      begun.reset();
      read(lines);
    }
  }

  private void read(Consumer<String> lines) throws IOException {
    FileChannel channel = growing;
    if (channel == null) {
      identity = identityNow();
      if (identity == null) {
        return;
      }
      channel = FileChannel.open(file, StandardOpenOption.READ);
      growing = channel;
    }
    var buffer = ByteBuffer.allocate(64 * 1024);
    while (channel.read(buffer.clear()) > 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte b = buffer.get();
        if (b == '\n') {
          lines.accept(begun.toString(StandardCharsets.UTF_8));
          begun.reset();
        } else {
          begun.write(b);
        }
      }
    }
  }

  private @Nullable Object identityNow() throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private List<Path> olderFiles() {
    var found = new ArrayList<Path>();
    for (int i = 1; Files.exists(older(i)); i++) {
      found.add(0, older(i));
    }
    return found;
  }

  private Path older(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    if (growing != null) {
      growing.close();
      growing = null;
    }
  }
}
