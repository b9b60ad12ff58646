import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes out of a shared library what no loader reads and only debuggers ask for. Done here and not by a tool, because
 * a tool that one machine lacks, or has in another version, would make another distribution from the same sources.
 * The form of the file: ELF-64, System V ABI, chapters 4 and 5.
 */
final class Symbols {
  private static final int MAGIC = 0x7f454c46;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int PROGRAM_HEADERS_AT = 0x20;
  private static final int SECTION_HEADERS_AT = 0x28;
  private static final int PROGRAM_HEADER_SIZE = 0x36;
  private static final int PROGRAM_HEADER_COUNT = 0x38;
  private static final int SECTION_HEADER_SIZE = 0x3a;
  private static final int SECTION_HEADER_COUNT = 0x3c;
  private static final int SECTION_NAMES = 0x3e;
  private static final int UNUSED = 0;
  private static final int LOADED = 1;
  private static final int UNWINDING = 0x6474e550;
  private static final List<String> UNWINDING_SECTIONS = List.of(".eh_frame_hdr", ".eh_frame", ".gcc_except_table");

  private Symbols() {}

  /** The tables of sections and of local symbols: ends the file where its last loaded segment ends. */
  static void strip(Path library) throws IOException {
    ByteBuffer file = read(library);
    long end = 0;
    for (Segment segment : segments(file)) {
      end = Math.max(end, segment.offset() + segment.size());
    }
    file.putLong(SECTION_HEADERS_AT, 0).putShort(SECTION_HEADER_COUNT, (short) 0).putShort(SECTION_NAMES, (short) 0);
    write(library, file, end);
  }

  /**
   * The tables by which a debugger walks through the frames of native code, a twelfth of the JVM: its own code has
   * frame pointers and throws nothing. They have to be the end of a segment; what comes after it moves up in the file,
   * by whole pages, and stays where it is in memory.
   */
  static void stripUnwinding(Path library) throws IOException {
    ByteBuffer file = read(library);
    List<Segment> segments = segments(file);
    Segment tables = segments.stream().filter(one -> one.type() == UNWINDING).findFirst()
      .orElseThrow(() -> new IllegalStateException(library + " has no tables for unwinding"));
    Segment holder = segments.stream().filter(one -> one.type() == LOADED && one.holds(tables.offset())).findFirst()
      .orElseThrow(() -> new IllegalStateException(library + " does not load its tables for unwinding"));
    long holderEnd = holder.offset() + holder.size();
    List<String> sections = sections(file, tables.offset(), holderEnd);
    if (!UNWINDING_SECTIONS.containsAll(sections)) {
      throw new IllegalStateException(library + " has more than tables for unwinding at the end of a segment: " + sections);
    }
    Segment next = segments.stream().filter(one -> one.type() == LOADED && one.offset() >= holderEnd).findFirst()
      .orElseThrow(() -> new IllegalStateException(library + " ends with its tables for unwinding"));
    long gone = (next.offset() - tables.offset()) / next.alignment() * next.alignment();
    for (Segment segment : segments) {
      if (segment.offset() >= next.offset()) {
        segment.moveTo(file, segment.offset() - gone);
      }
    }
    holder.end(file, tables.offset() - holder.offset());
    tables.clear(file);
    var made = ByteBuffer.allocate(file.capacity()).order(ByteOrder.LITTLE_ENDIAN).put(file.slice(0, (int) tables.offset()))
      .position((int) (next.offset() - gone)).put(file.slice((int) next.offset(), file.capacity() - (int) next.offset()));
    // The table of sections, which the next step takes out, has moved as well.
    made.putLong(SECTION_HEADERS_AT, made.getLong(SECTION_HEADERS_AT) - gone);
    write(library, made, made.position());
  }

  private static ByteBuffer read(Path library) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(library));
    if (file.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC || file.get(4) != CLASS_64 || file.get(5) != LITTLE_ENDIAN) {
      throw new IllegalStateException(library + " is not a little-endian ELF-64 file");
    }
    return file.order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void write(Path library, ByteBuffer file, long size) throws IOException {
    byte[] content = new byte[(int) size];
    file.get(0, content);
    Files.write(library, content);
  }

  private static List<Segment> segments(ByteBuffer file) {
    int size = Short.toUnsignedInt(file.getShort(PROGRAM_HEADER_SIZE));
    int at = (int) file.getLong(PROGRAM_HEADERS_AT);
    var segments = new ArrayList<Segment>();
    for (int i = 0; i < Short.toUnsignedInt(file.getShort(PROGRAM_HEADER_COUNT)); i++) {
      int header = at + i * size;
      segments.add(new Segment(header, file.getInt(header), file.getLong(header + Segment.OFFSET),
        file.getLong(header + Segment.SIZE), file.getLong(header + Segment.ALIGNMENT)));
    }
    return segments;
  }

  /** Names of the sections that begin within these bounds of the file and take up room in it. */
  private static List<String> sections(ByteBuffer file, long from, long to) {
    int size = Short.toUnsignedInt(file.getShort(SECTION_HEADER_SIZE));
    int at = (int) file.getLong(SECTION_HEADERS_AT);
    int names = (int) file.getLong(at + Short.toUnsignedInt(file.getShort(SECTION_NAMES)) * size + 0x18);
    var found = new ArrayList<String>();
    for (int i = 1; i < Short.toUnsignedInt(file.getShort(SECTION_HEADER_COUNT)); i++) {
      int header = at + i * size;
      long offset = file.getLong(header + 0x18);
      if (offset >= from && offset < to) {
        var name = new StringBuilder();
        for (int each = names + file.getInt(header); file.get(each) != 0; each++) {
          name.append(StandardCharsets.US_ASCII.decode(file.slice(each, 1)));
        }
        found.add(name.toString());
      }
    }
    return found;
  }

  /** One entry of the table of program headers, and where it stands. */
  private record Segment(int header, int type, long offset, long size, long alignment) {
    private static final int OFFSET = 0x8;
    private static final int SIZE = 0x20;
    private static final int SIZE_IN_MEMORY = 0x28;
    private static final int ALIGNMENT = 0x30;

    private boolean holds(long place) {
      return place >= offset && place < offset + size;
    }

    private void moveTo(ByteBuffer file, long place) {
      file.putLong(header + OFFSET, place);
    }

    private void end(ByteBuffer file, long length) {
      file.putLong(header + SIZE, length).putLong(header + SIZE_IN_MEMORY, length);
    }

    private void clear(ByteBuffer file) {
      file.putInt(header, UNUSED).putLong(header + OFFSET, 0).putLong(header + SIZE, 0).putLong(header + SIZE_IN_MEMORY, 0);
    }
  }
}
