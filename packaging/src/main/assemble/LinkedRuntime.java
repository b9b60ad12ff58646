import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java runtime of the distribution: the modules that the programs use, and no file that none of them reads. */
final class LinkedRuntime {
  private static final List<String> MODULES = List.of("java.base", "java.logging", "java.net.http", "java.xml",
    "java.management", "java.naming", "java.xml.crypto", "jdk.unsupported", "jdk.net", "jdk.crypto.ec");

  /** The sorting of long arrays of numbers, the JDK's own list for making archives, and what reads another JDK. */
  private static final List<String> UNUSED = List.of("lib/libsimdsort.so", "lib/classlist", "lib/jrt-fs.jar",
    "conf/jaxp-strict.properties.template");

  /** Lets threads differ in priority. As a flag on the command line it makes the JVM warn every user but root. */
  private static final String PRIORITIES = "--add-options=-XX:ThreadPriorityPolicy=1";

  private LinkedRuntime() {}

  static List<String> command(Path jdk, Path runtime) {
    // No base archive: each cache holds the JDK's classes too, and the archive would serve only a start whose
    // cache was refused, for 15 MiB on disk.
    return List.of(jdk.resolve("bin/jlink").toString(), "--module-path", jdk.resolve("jmods").toString(), "--add-modules",
      String.join(",", MODULES), "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages", "--compress", "zip-9", "--vm",
      "server", PRIORITIES, "--output", runtime.toString());
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
