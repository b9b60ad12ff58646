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
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java runtime of the distribution: the modules that the programs use, and no file that none of them reads. */
final class LinkedRuntime {
  private static final List<String> MODULES = List.of("java.base", "java.logging", "java.net.http", "java.xml",
    "java.management", "jdk.unsupported", "jdk.net", "jdk.crypto.ec");
  /** The sandbox signs what an identity provider would. */
  private static final List<String> MODULES_OF_THE_SANDBOX = List.of("java.xml.crypto");

  /** The sorting of long arrays of numbers, the JDK's own list for making archives, and what reads another JDK. */
  private static final List<String> UNUSED = List.of("lib/libsimdsort.so", "lib/classlist", "lib/jrt-fs.jar",
    "conf/jaxp-strict.properties.template", "bin/keytool");

  /** Transformations of XML and what they are compiled with, copies of the standard's schemas, and keytool. */
  private static final List<String> UNUSED_FOLDERS = List.of("java.xml/com/sun/org/apache/xalan",
    "java.xml/com/sun/org/apache/bcel", "java.xml/com/sun/org/apache/xml/internal/res",
    "java.xml/com/sun/org/apache/xml/internal/dtm/ref", "java.xml/jdk/xml/internal/jdkcatalog",
    "java.base/sun/security/tools");

  /** Trees, schemas, queries and forms of XML: the daemon reads it as a stream. And models of JMX; FTP. */
  private static final List<String> UNUSED_BY_THE_DAEMON = List.of("java.xml/com/sun/org/apache/xerces/internal/impl/xs",
    "java.xml/com/sun/org/apache/xerces/internal/impl/dv/xs", "java.xml/com/sun/org/apache/xerces/internal/impl/xpath",
    "java.xml/com/sun/org/apache/xerces/internal/jaxp/validation", "java.xml/com/sun/org/apache/xerces/internal/dom",
    "java.xml/com/sun/org/apache/xerces/internal/xinclude",
    "java.xml/com/sun/org/apache/xerces/internal/xpointer", "java.xml/com/sun/org/apache/xpath",
    "java.xml/com/sun/org/apache/xml/internal/serialize", "java.xml/com/sun/org/apache/xml/internal/serializer",
    "java.xml/com/sun/org/apache/xml/internal/utils", "java.management/javax/management/modelmbean",
    "java.management/javax/management/relation", "java.management/javax/management/monitor",
    "java.management/javax/management/timer", "java.base/sun/net/ftp", "java.base/sun/net/www/protocol/ftp");

  /**
   * East Asian encodings and their tables: the image has no locale in which a name of a file would be in one. Without them
   * the JDK cannot list its encodings, which nothing here asks for.
   */
  private static final String TABLES =
    "/java\\.base/sun/nio/cs/(Big5|EUC_|GB18030|GBK|HKSCS|JIS_X_|Johab|MS9|PCK|SJIS)[^/]*";

  /** The JDK's messages in other languages than the one that everything here speaks. */
  private static final String TRANSLATED =
    ".*_(ca|cs|de|es|fr|it|ja|ko|pt_BR|sk|sv|tr|zh_CN|zh_HK|zh_TW)\\.(class|properties)";

  /** Lets threads differ in priority. As a flag on the command line it makes the JVM warn every user but root. */
  private static final String PRIORITIES = "--add-options=-XX:ThreadPriorityPolicy=1";

  private final boolean forTheImage;
  private final Path jdk;
  private final Path runtime;

  LinkedRuntime(Edition edition, Path jdk, Path runtime) {
    this.forTheImage = edition == Edition.IMAGE;
    this.jdk = jdk;
    this.runtime = runtime;
  }

  void make() throws Exception {
    // No base archive: each cache holds the JDK's classes too, and the archive would serve only a start whose
    // cache was refused, for 15 MiB on disk.
    Program.exec(Map.of(), jdk.resolve("bin/jlink").toString(), "--module-path", jdk.resolve("jmods").toString(),
      "--add-modules", String.join(",", modules()), "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages",
      "--compress", "zip-9", "--vm", "server", PRIORITIES, "--exclude-resources", String.join(",", excluded()),
      "--output", runtime.toString());
    trim();
  }

  private List<String> modules() {
    return forTheImage ? MODULES : joined(MODULES, MODULES_OF_THE_SANDBOX);
  }

  private List<String> excluded() throws IOException {
    var patterns = new ArrayList<>(List.of("regex:" + TRANSLATED));
    if (forTheImage) {
      patterns.add("regex:" + TABLES);
    }
    return joined(patterns, unused(forTheImage ? joined(UNUSED_FOLDERS, UNUSED_BY_THE_DAEMON) : UNUSED_FOLDERS));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** All but the smallest file of each package: the JDK looks whether a module has the packages that it names. */
  private static List<String> unused(List<String> folders) throws IOException {
    var files = new ArrayList<String>();
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    for (String folder : folders) {
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

  private void trim() throws IOException {
    Path machine = runtime.resolve("lib/server/libjvm.so");
    if (forTheImage) {
      Symbols.stripUnwinding(machine);
    }
    Symbols.strip(machine);
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
