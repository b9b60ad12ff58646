import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Writes beside an AOT cache which files it was made of. The daemon compares them at its start, because the JVM
 * does not: it could run the old code of a new jar.
 */
final class CacheFiles {
  /** The head of a cache holds the checksums of its regions; reading all of it would take as long as the start. */
  private static final int HEAD = 64 * 1024;

  private CacheFiles() {}

  /** One line for each file: CRC-32, size in bytes, name. */
  static void write(Path lib, String cache, List<String> jars) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(line(lib.resolve(cache), HEAD));
    for (String jar : jars) {
      lines.add(line(lib.resolve(jar), Integer.MAX_VALUE));
    }
    Files.writeString(lib.resolve(cache + ".files"), String.join("\n", lines) + '\n');
  }

  private static String line(Path file, int most) throws IOException {
    var crc = new CRC32();
    try (var in = Files.newInputStream(file)) {
      crc.update(in.readNBytes(most));
    }
    return String.format(Locale.ROOT, "%08x %d %s", crc.getValue(), Files.size(file), file.getFileName());
  }
}
