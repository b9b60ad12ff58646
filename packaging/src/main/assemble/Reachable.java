import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Which classes of some jars can be needed at all: those that the kept ones name, in whatever way. Each text in the
 * constants of a class counts, and each file that is no class, so that what is loaded by its name is found like what is
 * called. Only a name that is put together at run time would not be: jars that do so are kept whole.
 */
final class Reachable {
  private static final String CLASS = ".class";
  private static final Pattern NAMES = Pattern.compile("[A-Za-z_$][\\w$]*(?:[./][\\w$]+)+");
  /** A class in the descriptor of a method, where the letters of primitives may stand before it: {@code (IZLa/B;)V}. */
  private static final Pattern DESCRIBED = Pattern.compile("[BCDFIJSZ]*L(.+)");
  /** What a class of a release of Java or another is called, and what it is when no such release runs it. */
  private static final Pattern OF_A_RELEASE = Pattern.compile("META-INF/versions/\\d+/(.+)");

  private final Map<String, List<byte[]>> classes = new HashMap<>();
  private final Set<String> kept = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * @param jars the class path
   * @param whole for names of jars all of whose classes are needed
   * @param others files outside the jars that may name classes, such as native libraries
   */
  Reachable(List<Path> jars, Predicate<String> whole, List<Path> others) throws IOException {
    var texts = new ArrayList<String>();
    for (Path jar : jars) {
      try (var zip = new ZipFile(jar.toFile())) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          byte[] content = zip.getInputStream(entry).readAllBytes();
          String name = className(entry.getName());
          if (name == null) {
            texts.add(text(content));
          } else {
            classes.computeIfAbsent(name, any -> new ArrayList<>()).add(content);
            if (whole.test(jar.getFileName().toString())) {
              open.add(name);
            }
          }
        }
      }
    }
    for (Path other : others) {
      texts.add(text(Files.readAllBytes(other)));
    }
    texts.forEach(this::read);
    for (String next = open.poll(); next != null; next = open.poll()) {
      if (kept.add(next)) {
        for (byte[] content : classes.get(next)) {
          ClassFile.of().parse(content).constantPool().forEach(constant -> {
            if (constant instanceof Utf8Entry words) {
              read(words.stringValue());
            }
          });
        }
      }
    }
  }

  /** Whether this file of a jar may be read by a program: all that is no class, and each class that something names. */
  boolean keeps(String entry) {
    String name = className(entry);
    return name == null || kept.contains(name);
  }

  /** A class as it is in the jars, or nothing: what finds out how classes relate asks for it. */
  byte[] content(String name) {
    List<byte[]> found = classes.get(name);
    return found == null ? null : found.getFirst();
  }

  private void read(String text) {
    Matcher names = NAMES.matcher(text);
    while (names.find()) {
      String name = names.group().replace('.', '/');
      name(name);
      Matcher described = DESCRIBED.matcher(name);
      if (described.matches()) {
        name(described.group(1));
      }
    }
  }

  private void name(String name) {
    if (classes.containsKey(name) && !kept.contains(name)) {
      open.add(name);
    }
  }

  /** Its name without a release's folder, or null for what is no class of a package. */
  private static String className(String entry) {
    Matcher release = OF_A_RELEASE.matcher(entry);
    String name = release.matches() ? release.group(1) : entry;
    return name.endsWith(CLASS) && name.contains("/") && !name.startsWith("META-INF/")
      ? name.substring(0, name.length() - CLASS.length()) : null;
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }
}
