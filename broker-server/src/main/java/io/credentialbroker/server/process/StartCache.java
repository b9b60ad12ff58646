package io.credentialbroker.server.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The AOT cache that this program was started with: classes as they were when the package was made. The JVM looks at
 * the size and the time of a jar at most, and JDK 25.0.3 maps this cache though a jar has another time (JDK-8377932).
 * A jar that was replaced could go on running its old code, and a mended fault would be back. Here the contents are
 * compared with what the package says beside the cache, in {@code brokerd.aot.files}.
 *
 * <p>A checksum of 32 bits is enough against a mix-up. Against somebody who may write to the package's files there
 * is no defence: they could replace this class as well.
 */
public final class StartCache {
  /** The property that the next start is told by which files had changed. */
  public static final String REFUSED = "broker.cache.refused";

  private static final String OPTION = "-XX:AOTCache=";
  private static final String OFF = "-XX:AOTMode=off";
  private static final int HEAD = 64 * 1024;
  private static final int CHUNK = 256 * 1024;

  private final Path cache;

  /** One file of the package, as it was when the cache was made. */
  private record Line(long crc, long size, String name) {}

  private StartCache(Path cache) {
    this.cache = cache;
  }

  /**
   * The cache that is named on a command line, or in a file of arguments that it names (java(1), {@code @argfiles}),
   * which is how an image without a shell starts; null where none is.
   */
  public static @Nullable StartCache namedOn(List<String> commandLine) throws IOException {
    for (String word : commandLine) {
      String option = option(word);
      if (option != null) {
        return new StartCache(Path.of(option.substring(OPTION.length())));
      }
    }
    return null;
  }

  /** The option that this word is or brings, from a file with one argument on each line. */
  private static @Nullable String option(String word) throws IOException {
    if (word.startsWith(OPTION)) {
      return word;
    }
    Path file = word.startsWith("@") ? Path.of(word.substring(1)) : null;
    if (file == null || !Files.isRegularFile(file)) {
      return null;
    }
    try (var lines = Files.lines(file)) {
      return lines.filter(line -> line.startsWith(OPTION)).findFirst().orElse(null);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The files that are not those the cache was made of; a missing one is among them. Where it cannot be told, for want
   * of the list, that is the list itself.
   */
  public List<String> changed() {
    Path list = cache.resolveSibling(cache.getFileName() + ".files");
    try {
      var buffer = ByteBuffer.allocateDirect(CHUNK);
      return read(list).stream().filter(line -> !isWhole(line, buffer)).map(Line::name).toList();
    } catch (IOException e) {
      return List.of(String.valueOf(list.getFileName()));
    }
  }

  private static List<Line> read(Path list) throws IOException {
    var lines = new ArrayList<Line>();
    for (String line : Files.readAllLines(list)) {
      String[] words = line.split(" ", 3);
      try {
        lines.add(new Line(Long.parseLong(words[0], 16), Long.parseLong(words[1]), words[2]));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new IOException(list + " has a line that is none of a package: " + line, e);
      }
    }
    if (lines.isEmpty()) {
      throw new IOException(list + " is empty");
    }
    return lines;
  }

  private boolean isWhole(Line line, ByteBuffer buffer) {
    Path file = cache.resolveSibling(line.name());
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      return in.size() == line.size()
          && crc(in, file.equals(cache) ? HEAD : Long.MAX_VALUE, buffer) == line.crc();
    } catch (IOException e) {
      return false;
    }
  }

  private static long crc(FileChannel in, long most, ByteBuffer buffer) throws IOException {
    var crc = new CRC32();
    for (long left = most; left > 0;) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      int count = in.read(buffer);
      if (count < 0) {
        break;
      }
      crc.update(buffer.flip());
      left -= count;
    }
    return crc.getValue();
  }

  /**
   * Whether the JVM has taken it.
   *
   * @param maps what is mapped into this process, {@code /proc/self/maps}
   */
  public boolean isIn(Path maps) throws IOException {
    try (var all = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
      return all.anyMatch(line -> line.endsWith(cache.toString()));
    }
  }

  @Override
  public String toString() {
    return cache.toString();
  }

  /** The same command line without the cache, which tells the next start why. */
  public static List<String> without(List<String> commandLine, List<String> changed) throws IOException {
    var words = new ArrayList<String>();
    for (String word : commandLine) {
      if (option(word) != null) {
        words.add(OFF);
        words.add("-D" + REFUSED + '=' + String.join(",", changed));
      }
      // Of a file of arguments the rest is needed; the switch before it is the stronger one.
      if (!word.startsWith(OPTION)) {
        words.add(word);
      }
    }
    return words;
  }
}
