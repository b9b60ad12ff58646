import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a package has to read: in the same folders as in the sources, so that the links between the pages lead somewhere. */
final class Documents {
  private static final List<String> FILES = List.of("LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md");
  private static final List<String> FOLDERS = List.of("docs", "packaging/compose", "packaging/kubernetes", "packaging/observability");

  private Documents() {}

  static void copy(Path sources, Path to) throws IOException {
    for (String file : FILES) {
      Files.createDirectories(to);
      Files.copy(sources.resolve(file), to.resolve(file));
    }
    for (String folder : FOLDERS) {
      try (Stream<Path> all = Files.walk(sources.resolve(folder))) {
        for (Path file : all.filter(Files::isRegularFile).filter(Documents::isToRead).toList()) {
          Path copy = to.resolve(sources.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  /** What an image has of it: who passes the programs on passes on their licence. */
  static void copyLicence(Path sources, Path to) throws IOException {
    Files.createDirectories(to);
    Files.copy(sources.resolve("LICENSE"), to.resolve("LICENSE"));
  }

  /** The programs that draw the pictures are not. */
  private static boolean isToRead(Path file) {
    return file.getFileName().toString().matches(".*\\.(md|svg|toml|yaml|yml|json)|aws-config");
  }
}
