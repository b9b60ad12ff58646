import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Takes out of a shared library what no loader reads: the tables of sections and of local symbols, which are for
 * debuggers. In the JVM they are a sixth of the file. Done here and not by a tool, because a tool that one machine
 * lacks, or has in another version, would make another distribution from the same sources.
 */
final class Symbols {
  private static final int MAGIC = 0x7f454c46;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADERS_AT = 0x20;
  private static final int SECTION_HEADERS_AT = 0x28;
  private static final int PROGRAM_HEADER_SIZE = 0x36;
  private static final int PROGRAM_HEADER_COUNT = 0x38;
  private static final int SECTION_HEADER_COUNT = 0x3c;
  private static final int SECTION_NAMES = 0x3e;
  private static final int SEGMENT_AT = 8;
  private static final int SEGMENT_SIZE = 32;

  private Symbols() {}

  /** Ends the file where its last loaded segment ends (ELF-64, System V ABI, chapter 4). */
  static void strip(Path library) throws IOException {
    try (var file = FileChannel.open(library, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer header = read(file, 0, HEADER);
      if (header.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC || header.get(4) != CLASS_64
        || header.get(5) != LITTLE_ENDIAN) {
        throw new IllegalStateException(library + " is not a little-endian ELF-64 file");
      }
      header.order(ByteOrder.LITTLE_ENDIAN);
      int size = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_SIZE));
      int count = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_COUNT));
      long at = header.getLong(PROGRAM_HEADERS_AT);
      ByteBuffer segments = read(file, at, size * count);
      long end = at + (long) size * count;
      for (int i = 0; i < count; i++) {
        int one = i * size;
        end = Math.max(end, segments.getLong(one + SEGMENT_AT) + segments.getLong(one + SEGMENT_SIZE));
      }
      header.putLong(SECTION_HEADERS_AT, 0).putShort(SECTION_HEADER_COUNT, (short) 0).putShort(SECTION_NAMES, (short) 0);
      file.write(header.rewind(), 0);
      file.truncate(end);
    }
  }

  private static ByteBuffer read(FileChannel file, long at, int size) throws IOException {
    var buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new IllegalStateException("an ELF file that ends within its own header");
      }
    }
    return buffer;
  }
}
