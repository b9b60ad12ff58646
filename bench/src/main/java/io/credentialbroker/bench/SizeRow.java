package io.credentialbroker.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The size of what is downloaded, and of what an image has of us. */
record SizeRow() implements Row {
  private static final double BYTES_PER_MIB = 1024 * 1024;
  private static final Goal GOAL = new Goal.AtMost(60);
  private static final Goal IMAGE = new Goal.AtMost(90);

  @Override
  public String id() {
    return "size";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public Set<Tool> needs() {
    return EnumSet.noneOf(Tool.class);
  }

  @Override
  public List<Result> measure(Stage stage, Effort effort) throws Exception {
    Path target = stage.distribution().home().resolveSibling(".").normalize();
    try (Stream<Path> files = Files.list(target)) {
      Path tarball = files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst()
          .orElseThrow(
              () -> new BenchException("there is no tarball in " + target, "mvn package -DskipTests"));
      double mib = Files.size(tarball) / BYTES_PER_MIB;
      double image = bytes(target.resolve("image")) / BYTES_PER_MIB;
      return List.of(
          Result.absolute("size-tarball", "size of the tarball, MiB",
              String.format(Locale.ROOT, "%.1f MiB", mib), mib, GOAL),
          Result.absolute("size-image", "our layers of the image, unpacked, MiB",
              String.format(Locale.ROOT, "%.1f MiB", image), image, IMAGE));
    }
  }

  private static long bytes(Path folder) throws Exception {
    if (!Files.isDirectory(folder)) {
      throw new BenchException("there is no " + folder, "mvn package -DskipTests");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
