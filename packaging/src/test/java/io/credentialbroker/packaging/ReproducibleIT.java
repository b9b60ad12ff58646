package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/**
 * Built twice, the same: the image holds a distribution that was made from the same sources in another place. An AOT
 * cache is the record of one run of the program, threads and timing included, and differs each time; argument files
 * name the place. Everything else has to be equal to the byte.
 */
class ReproducibleIT {
  private static final String PLACE = "usr/lib/credential-broker/";
  private static final String DIFFERS = "lib/(broker|brokerd)\\.aot|lib/arguments/.*";

  @Test
  void distribution_builtInTwoPlaces_isTheSameToTheByte() throws Exception {
    var here = ofThisBuild();
    var there = ofTheImage();
    assertThat(here).hasSizeGreaterThan(60).containsKeys("lib/native/libnetty_transport_native_epoll_"
        + (System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch_64") + ".so", "runtime/lib/modules");
    assertThat(there).isEqualTo(here);
  }

  @Test
  void checksums_ofWhatIsGivenOut_areRightAndNameEverything() throws Exception {
    Path folder = Distribution.home().getParent();
    List<String> sums = Files.readAllLines(folder.resolve("SHA256SUMS"));
    assertThat(sums).anyMatch(line -> line.endsWith(".tar.gz")).anyMatch(line -> line.endsWith(".cdx.json"));
    for (String line : sums) {
      try (var in = Files.newInputStream(folder.resolve(line.substring(66)))) {
        assertThat(digest(in)).isEqualTo(line.substring(0, 64));
      }
    }
  }

  @Test
  void billOfMaterials_jarsOfTheDistribution_areAllNamed() throws Exception {
    String bill;
    try (Stream<Path> files = Files.list(Distribution.home().getParent())) {
      bill = Files.readString(files.filter(file -> file.toString().endsWith(".cdx.json")).findFirst().orElseThrow());
    }
    assertThat(bill).contains("\"bomFormat\" : \"CycloneDX\"");
    try (Stream<Path> jars = Files.list(Distribution.home().resolve("lib"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        String name = jar.getFileName().toString().replaceFirst("-[0-9].*", "");
        assertThat(bill).as("the bill of materials").contains("\"name\" : \"" + name + "\"");
      }
    }
  }

  private static Map<String, String> ofThisBuild() throws IOException {
    var digests = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(Distribution.home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = Distribution.home().relativize(file).toString();
        if (!name.matches(DIFFERS)) {
          try (var in = Files.newInputStream(file)) {
            digests.put(name, digest(in));
          }
        }
      }
    }
    return digests;
  }

  private static Map<String, String> ofTheImage() throws IOException {
    var digests = new TreeMap<String, String>();
    String container = Engine.client().createContainerCmd(Engine.broker()).exec().getId();
    try (var tar = new TarArchiveInputStream(
        Engine.client().copyArchiveFromContainerCmd(container, "/" + PLACE).exec())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().replaceFirst("^credential-broker/", "");
        if (entry.isFile() && !name.matches(DIFFERS)) {
          digests.put(name, digest(tar));
        }
      }
    } finally {
      Engine.client().removeContainerCmd(container).exec();
    }
    return digests;
  }

  private static String digest(InputStream in) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[65_536];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
