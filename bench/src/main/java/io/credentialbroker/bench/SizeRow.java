package io.credentialbroker.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The size of what is downloaded, and of what an image has of us. */
record SizeRow() implements Row {
  private static final double BYTES_PER_MIB = 1024 * 1024;
  private static final Goal GOAL = new Goal.AtMost(60);
  private static final Goal IMAGE = new Goal.AtMost(90);
  private static final Pattern LEFT_OUT = Pattern.compile("cd \\S*/credential-broker; rm -r ([^;]+);");

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
      double image = image(stage.distribution().home()) / BYTES_PER_MIB;
      return List.of(
          Result.absolute("size-tarball", "size of the tarball, MiB",
              String.format(Locale.ROOT, "%.1f MiB", mib), mib, GOAL),
          Result.absolute("size-image", "our layers of the image, unpacked, MiB",
              String.format(Locale.ROOT, "%.1f MiB", image), image, IMAGE));
    }
  }

  /** The distribution without what the image's build leaves out of it; its own file says what that is. */
  private static long image(Path home) throws Exception {
    Matcher line = LEFT_OUT.matcher(Files.readString(Path.of("Dockerfile")));
    if (!line.find()) {
      throw new BenchException("Dockerfile does not say what it leaves out of the image", "see SizeRow");
    }
    List<Path> left = Stream.of(line.group(1).split(" ")).map(home::resolve).toList();
    long bytes = 0;
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += left.stream().anyMatch(file::startsWith) ? 0 : Files.size(file);
      }
    }
    return bytes;
  }
}
