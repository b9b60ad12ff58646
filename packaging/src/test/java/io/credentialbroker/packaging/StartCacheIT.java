package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runtime, jars and AOT cache are one: the cache never brings back the code of a jar that was replaced. */
class StartCacheIT {
  @TempDir
  private Path folder;

  private Path home;

  @BeforeEach
  void copy() {
    home = folder.resolve("dist");
    Run.of(Map.of(), folder, List.of("cp", "-Rp", Distribution.home().toString(), home.toString()))
        .succeeded();
  }

  /** Starts the copy with the sandbox, has it serve once, and gives its log. */
  private String log() throws Exception {
    return log(home.resolve("bin/brokerd").toString());
  }

  private String log(String... program) throws Exception {
    var distribution = new Distribution(folder.resolve("user"));
    var environment = distribution.environment();
    var line = new ArrayList<>(List.of(program));
    line.add("--sandbox");
    try (var brokerd = Service.start(environment, folder.resolve("brokerd.log"), line)) {
      // Which, other than credential-process, starts no daemon by itself.
      var ready = List.of(home.resolve("bin/broker").toString(), "status", "--ready");
      brokerd.awaitReady(() -> Run.of(environment, folder, ready).exit() == 0);
      var ask = List.of(home.resolve("bin/broker").toString(), "credential-process", "demo");
      brokerd.awaitReady(() -> Run.of(environment, folder, ask).exit() == 0);
      Run asked = Run.of(environment, folder, ask);
      assertThat(asked.succeeded()).contains("\"SessionToken\"");
      assertThat(asked.err()).as("the command says nothing of its cache").isEmpty();
      return brokerd.log();
    }
  }

  @Test
  void asItWasMade_cacheIsUsedAndNothingIsSaid() throws Exception {
    assertThat(log()).contains(" ready: ").doesNotContain("start-up cache");
  }

  @Test
  void jarOfTheSameSizeAndTime_otherCodeInIt_theNewCodeRuns() throws Exception {
    Path jar = jar("broker-server-");
    FileTime time = Files.getLastModifiedTime(jar);
    long size = Files.size(jar);
    Files.write(jar, padded(replaced(jar, "ready: ", "READY: "), size));
    Files.setLastModifiedTime(jar, time);
    assertThat(jar).hasSize(size);

    assertThat(log()).contains(" READY: ")
        .contains("The start-up cache was made of other files than lie here now (" + jar.getFileName() + ")")
        .contains("Install the package again.");
  }

  /** How the image starts, which has no shell: a newer jar in a layer above ours. */
  @Test
  void jarOfTheSameSize_startedByAFileOfArguments_theNewCodeRuns() throws Exception {
    Path jar = jar("broker-server-");
    Files.write(jar, padded(replaced(jar, "ready: ", "READY: "), Files.size(jar)));
    Path arguments = home.resolve("lib/arguments/brokerd-sandbox");
    Files.writeString(arguments, Files.readString(arguments).replace("@HOME@", home.toString()));

    assertThat(log(home.resolve("runtime/bin/java").toString(), "@" + arguments)).contains(" READY: ")
        .contains("The start-up cache was made of other files than lie here now (" + jar.getFileName() + ")");
  }

  @Test
  void jarOfALibraryOfTheSameSizeAndTime_cacheIsRefused() throws Exception {
    Path jar = otherLibrary();

    assertThat(log()).contains(" ready: ").contains("(" + jar.getFileName() + ")");
  }

  /** Starting anew must not cost the sockets that a service manager has passed. */
  @Test
  void jarOfALibrary_onPassedSockets_isServedOnThem() throws Exception {
    Tools.need("systemd-socket-activate");
    Path jar = otherLibrary();
    int port = Ports.free();
    var distribution = new Distribution(folder.resolve("user"));
    var line = new ArrayList<>(List.of("systemd-socket-activate", "--listen=127.0.0.1:" + port));
    distribution.environment().forEach((name, value) -> line.add("--setenv=" + name + "=" + value));
    line.addAll(List.of(home.resolve("bin/brokerd").toString(), "--sandbox"));
    try (var activated = Service.start(distribution.environment(), folder.resolve("brokerd.log"), line)) {
      activated.awaitReady(() -> activated.logContains("Listening on"));
      OneRequest.connect(port);
      activated.awaitReady(() -> activated.logContains(" ready: "));

      assertThat(activated.log()).contains("(" + jar.getFileName() + ")").doesNotContain("is no socket");
      String token = Files.readString(distribution.runtimeDirectory().resolve("token"));
      assertThat(OneRequest.at(OneRequest.loopback(port), "127.0.0.1:" + port, "demo", token)).isEqualTo(200);
    }
  }

  @Test
  void otherCacheInItsPlace_isNotUsed() throws Exception {
    Files.copy(home.resolve("lib/broker.aot"), home.resolve("lib/brokerd.aot"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(log()).contains(" ready: ").contains("(brokerd.aot)");
  }

  @Test
  void listOfItsFilesMissing_cacheIsNotUsed() throws Exception {
    Files.delete(home.resolve("lib/brokerd.aot.files"));

    assertThat(log()).contains(" ready: ").contains("(brokerd.aot.files)");
  }

  @Test
  void otherFlag_cacheIsNotUsedAndThatIsSaid() throws Exception {
    Path launcher = home.resolve("bin/brokerd");
    String text = Files.readString(launcher);
    assertThat(text).contains("-XX:+UseCompactObjectHeaders");
    Files.writeString(launcher, text.replace("-XX:+UseCompactObjectHeaders", "-XX:-UseCompactObjectHeaders"));

    assertThat(log()).contains(" ready: ").contains("it was made with other options of Java");
  }

  /** A jar of the same size and time, and of other bytes. */
  private Path otherLibrary() throws IOException {
    Path jar = jar("netty-codec-http-");
    FileTime time = Files.getLastModifiedTime(jar);
    byte[] bytes = Files.readAllBytes(jar);
    // The date in the last entry of the directory: the content is the same, the file is another.
    bytes[lastDirectoryEntry(bytes) + 12] ^= 2;
    Files.write(jar, bytes);
    Files.setLastModifiedTime(jar, time);
    return jar;
  }

  private Path jar(String name) throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      return jars.filter(file -> file.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
    }
  }

  /** The same jar, compressed harder, with a text of the same length in its classes. */
  private static byte[] replaced(Path jar, String old, String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    boolean found = false;
    try (var in = new ZipInputStream(Files.newInputStream(jar)); var out = new ZipOutputStream(bytes)) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isDirectory() || entry.getName().startsWith("META-INF/maven/")) {
          continue; // room for what this writer needs more for each entry
        }
        var copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        String content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        if (entry.getName().endsWith(".class") && content.contains(old)) {
          content = content.replace(old, text);
          found = true;
        }
        out.write(content.getBytes(StandardCharsets.ISO_8859_1));
        out.closeEntry();
      }
    }
    assertThat(found).as(old).isTrue();
    return bytes.toByteArray();
  }

  /** The archive with a comment that makes it so long. */
  private static byte[] padded(byte[] zip, long size) {
    int more = Math.toIntExact(size - zip.length);
    assertThat(more).isBetween(0, 0xFFFF);
    byte[] bytes = Arrays.copyOf(zip, zip.length + more);
    bytes[zip.length - 2] = (byte) more;
    bytes[zip.length - 1] = (byte) (more >> 8);
    return bytes;
  }

  private static int lastDirectoryEntry(byte[] zip) {
    for (int i = zip.length - 46; i > 0; i--) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        return i;
      }
    }
    throw new IllegalStateException("no zip archive");
  }
}
