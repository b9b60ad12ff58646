import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java runtime of the distribution: the modules that the programs use, and no file that none of them reads. */
final class LinkedRuntime {
  private static final List<String> MODULES = List.of("java.base", "java.logging", "java.net.http", "java.xml",
    "java.management", "java.xml.crypto", "jdk.unsupported", "jdk.net", "jdk.crypto.ec");

  /** The sorting of long arrays of numbers, the JDK's own list for making archives, and what reads another JDK. */
  private static final List<String> UNUSED = List.of("lib/libsimdsort.so", "lib/classlist", "lib/jrt-fs.jar",
    "conf/jaxp-strict.properties.template", "bin/keytool");

  /** Transformations of XML and what they are compiled with, copies of the standard's schemas, and keytool. */
  private static final List<String> UNUSED_FOLDERS = List.of("java.xml/com/sun/org/apache/xalan",
    "java.xml/com/sun/org/apache/bcel", "java.xml/com/sun/org/apache/xml/internal/res",
    "java.xml/com/sun/org/apache/xml/internal/dtm/ref", "java.xml/jdk/xml/internal/jdkcatalog",
    "java.base/sun/security/tools");

  /** The JDK's messages in other languages than the one that everything here speaks. */
  private static final String TRANSLATED =
    ".*_(ca|cs|de|es|fr|it|ja|ko|pt_BR|sk|sv|tr|zh_CN|zh_HK|zh_TW)\\.(class|properties)";

  /** Lets threads differ in priority. As a flag on the command line it makes the JVM warn every user but root. */
  private static final String PRIORITIES = "--add-options=-XX:ThreadPriorityPolicy=1";

  private LinkedRuntime() {}

  static List<String> command(Path jdk, Path runtime) throws IOException {
    // No base archive: each cache holds the JDK's classes too, and the archive would serve only a start whose
    // cache was refused, for 15 MiB on disk.
    return List.of(jdk.resolve("bin/jlink").toString(), "--module-path", jdk.resolve("jmods").toString(), "--add-modules",
      String.join(",", MODULES), "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages", "--compress", "zip-9", "--vm",
      "server", PRIORITIES, "--exclude-resources", "regex:" + TRANSLATED + ',' + String.join(",", unused()), "--output", runtime.toString());
  }

  /** All but the smallest file of each package: the JDK looks whether a module has the packages that it names. */
  private static List<String> unused() throws IOException {
    var files = new ArrayList<String>();
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    for (String folder : UNUSED_FOLDERS) {
      try (Stream<Path> all = Files.walk(modules.resolve(folder))) {
        for (List<Path> one : all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().matches(TRANSLATED)).collect(Collectors.groupingBy(Path::getParent)).values()) {
          Path kept = Collections.min(one, Comparator.comparing(LinkedRuntime::size).thenComparing(Path::toString));
          one.stream().filter(file -> !file.equals(kept)).map(file -> "/" + modules.relativize(file)).forEach(files::add);
        }
      }
    }
    Collections.sort(files);
    return files;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void trim(Path runtime) throws Exception {
    Symbols.strip(runtime.resolve("lib/server/libjvm.so"));
    for (String file : UNUSED) {
      Files.deleteIfExists(runtime.resolve(file));
    }
    for (String file : List.of("conf/security/java.security", "conf/net.properties", "conf/jaxp.properties", "conf/logging.properties")) {
      withoutComments(runtime.resolve(file));
    }
  }

  /** Nine tenths of it are comments, which each start would read. */
  private static void withoutComments(Path properties) throws IOException {
    var kept = new ArrayList<String>();
    boolean goesOn = false;
    for (String line : Files.readAllLines(properties)) {
      String text = line.strip();
      if (goesOn || !text.isEmpty() && !text.startsWith("#")) {
        kept.add(line);
        goesOn = line.endsWith("\\");
      }
    }
    Files.write(properties, kept);
  }
}
