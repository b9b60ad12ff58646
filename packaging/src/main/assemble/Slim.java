import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes jars anew with what a program can reach, without the names of local variables, which only debuggers and one
 * sentence of a NullPointerException have a use for. What tells scanners which library it is stays: names, manifests,
 * META-INF/maven.
 */
final class Slim {
  /** The daemon, the command and what they say; the last puts names of its classes together at run time. */
  private static final String WHOLE = "(broker-|caffeine-).*";
  /** For tools that compile ahead of time, and for a module path. */
  private static final String NOT_READ = "META-INF/native-image/.*|(META-INF/versions/\\d+/)?module-info\\.class";
  private static final String SIGNED = "META-INF/.*\\.(SF|RSA|DSA|EC)";

  private final Reachable reachable;
  private final ClassFile classFile;

  private Slim(Reachable reachable) {
    this.reachable = reachable;
    // The JDK writes a method's frames anew, for which it has to know how the classes in it relate.
    var hierarchy = ClassHierarchyResolver.ofResourceParsing(type -> {
      String descriptor = type.descriptorString();
      byte[] content = reachable.content(descriptor.substring(1, descriptor.length() - 1));
      return content == null ? null : new ByteArrayInputStream(content);
    }).orElse(ClassHierarchyResolver.defaultResolver());
    this.classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy),
      ClassFile.ConstantPoolSharingOption.NEW_POOL, ClassFile.DeadCodeOption.KEEP_DEAD_CODE);
  }

  /** All jars of a folder that holds one class path; {@code natives} may name classes too. */
  static void jars(Path lib, List<Path> natives, FileTime timestamp) throws IOException {
    List<Path> jars;
    try (var files = Files.list(lib)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    var slim = new Slim(new Reachable(jars, name -> name.matches(WHOLE), natives));
    for (Path jar : jars) {
      slim.write(jar, timestamp);
    }
  }

  private void write(Path jar, FileTime timestamp) throws IOException {
    // The clock of a zip file has no zone; the machine's would make another file of the same jar.
    var time = LocalDateTime.ofInstant(timestamp.toInstant(), ZoneOffset.UTC);
    Path made = jar.resolveSibling(jar.getFileName() + ".slim");
    try (var from = new ZipFile(jar.toFile()); var to = new ZipOutputStream(Files.newOutputStream(made))) {
      to.setLevel(9);
      for (ZipEntry entry : Collections.list(from.entries())) {
        String name = entry.getName();
        if (name.matches(SIGNED)) {
          throw new IllegalStateException(jar + " is signed, and would not be what was signed");
        }
        if (!entry.isDirectory() && !name.matches(NOT_READ) && reachable.keeps(name)) {
          byte[] content = from.getInputStream(entry).readAllBytes();
          var written = new ZipEntry(name);
          written.setTimeLocal(time);
          to.putNextEntry(written);
          to.write(name.endsWith(".class") ? withoutVariables(content) : content);
          to.closeEntry();
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException(jar + ": " + e.getMessage(), e);
    }
    Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(jar, timestamp);
  }

  private byte[] withoutVariables(byte[] content) {
    CodeTransform code = (to, element) -> {
      if (!(element instanceof LocalVariable) && !(element instanceof LocalVariableType)) {
        to.with(element);
      }
    };
    byte[] made = classFile.transformClass(classFile.parse(content), ClassTransform.transformingMethodBodies(code));
    var errors = classFile.verify(made);
    // Some name classes of libraries that are not here, and did not verify before.
    if (!errors.isEmpty() && classFile.verify(content).isEmpty()) {
      throw new IllegalStateException("a class does not verify any more: " + errors.getFirst().getMessage());
    }
    return made;
  }
}
