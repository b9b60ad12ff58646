package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/**
 * Built twice, the same: the images hold distributions that were made from the same sources in another place, as
 * another build. An AOT cache is the record of one run of the program, threads and timing included, and differs each
 * time; the manifest of a jar of ours tells which JDK ran Maven, if another than the one that compiled. Everything else
 * has to be equal to the byte.
 */
class ReproducibleIT {
  private static final String PLACE = "/usr/lib/credential-broker";
  private static final String CACHES = "lib/(broker|broker-quick|brokerd)\\.aot(\\.files)?";
  private static final String OURS = "lib/broker-.*\\.jar";

  @Test
  void image_builtInAnotherPlace_isTheSameToTheByte() throws Exception {
    assertSame(of(Engine.broker()), of(Distribution.ofTheImage()));
  }

  @Test
  void package_builtInAnotherPlace_isTheSameToTheByte() throws Exception {
    assertSame(of(Engine.sandbox()), of(Distribution.home()));
  }

  private static void assertSame(Map<String, String> there, Map<String, String> here) {
    assertThat(there).hasSizeGreaterThan(60).containsKeys("runtime/lib/modules",
        "runtime/lib/server/libjvm.so",
        "lib/arguments/brokerd");
    assertThat(there.keySet()).isEqualTo(here.keySet());
    assertThat(here.keySet().stream().filter(name -> !Objects.equals(here.get(name), there.get(name))))
        .isEmpty();
  }

  private static Map<String, String> of(Path folder) throws IOException {
    var digests = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList()) {
        String name = folder.relativize(file).toString();
        if (!name.matches(CACHES)) {
          digests.put(name, digest(name, Files.readAllBytes(file)));
        }
      }
    }
    return digests;
  }

  private static Map<String, String> of(String image) throws IOException {
    var digests = new TreeMap<String, String>();
    String container = Engine.client().createContainerCmd(image).exec().getId();
    try (var tar = new TarArchiveInputStream(
        Engine.client().copyArchiveFromContainerCmd(container, PLACE).exec())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().replaceFirst("^credential-broker/", "");
        if (entry.isFile() && !entry.isSymbolicLink() && !name.matches(CACHES)) {
          digests.put(name, digest(name, unplaced(name, tar.readAllBytes())));
        }
      }
    } finally {
      Engine.client().removeContainerCmd(container).exec();
    }
    return digests;
  }

  private static String digest(String name, byte[] content) throws IOException {
    return name.matches(OURS) ? entries(content) : Digest.of(content);
  }

  /** Names, order and contents of a jar of ours. */
  private static String entries(byte[] content) throws IOException {
    var all = new StringBuilder();
    try (var jar = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        byte[] bytes = jar.readAllBytes();
        all.append(entry.getName()).append(' ').append(entry.getTime()).append(' ')
            .append(entry.getName().equals(JarFile.MANIFEST_NAME) ? lines(bytes) : Digest.of(bytes))
            .append('\n');
      }
    }
    return Digest.of(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String lines(byte[] manifest) {
    return new String(manifest, StandardCharsets.UTF_8).lines()
        .filter(line -> !line.startsWith("Build-"))
        .sorted().collect(Collectors.joining(", "));
  }

  /** An argument file names the place, which the image's build has put in. */
  private static byte[] unplaced(String name, byte[] content) {
    return name.startsWith("lib/arguments/")
        ? new String(content, StandardCharsets.UTF_8).replace(PLACE, "@HOME@")
            .getBytes(StandardCharsets.UTF_8)
        : content;
  }
}
