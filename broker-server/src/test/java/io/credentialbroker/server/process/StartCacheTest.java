package io.credentialbroker.server.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cache is used only where all that it was made of is as it was. */
final class StartCacheTest {
  private static final int HEAD = 64 * 1024;

  @TempDir
  Path lib;

  private Path cache;
  private Path jar;
  private Path list;

  @BeforeEach
  void write() throws IOException {
    cache = Files.write(lib.resolve("brokerd.aot"), filled(100_000));
    jar = Files.write(lib.resolve("own code.jar"), filled(300_000));
    list = Files.writeString(lib.resolve("brokerd.aot.files"),
        line(cache, HEAD) + line(jar, Integer.MAX_VALUE));
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  private static String line(Path file, int most) throws IOException {
    var crc = new CRC32();
    byte[] bytes = Files.readAllBytes(file);
    crc.update(bytes, 0, Math.min(most, bytes.length));
    return String.format(Locale.ROOT, "%08x %d %s%n", crc.getValue(), bytes.length, file.getFileName());
  }

  private List<String> changed() throws IOException {
    return requireNonNull(StartCache.namedOn(List.of("java", "-Xmx1m", "-XX:AOTCache=" + cache, "Main")))
        .changed();
  }

  @Test
  void commandLine_withoutACache_hasNone() throws IOException {
    assertThat(StartCache.namedOn(List.of("java", "Main", "AOTCache=x"))).isNull();
  }

  @Test
  void changed_allAsItWas_isNothing() throws IOException {
    assertThat(changed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = { 0, 150_000, 299_999})
  void changed_oneByteOfAJar_isThatJar(int at) throws IOException {
    byte[] bytes = filled(300_000);
    bytes[at] = 'y';
    Files.write(jar, bytes);

    assertThat(changed()).containsExactly("own code.jar");
  }

  @Test
  void changed_jarWithMoreOrLessInIt_isThatJar() throws IOException {
    Files.write(jar, filled(300_001));
    assertThat(changed()).containsExactly("own code.jar");
    Files.write(jar, filled(299_999));
    assertThat(changed()).containsExactly("own code.jar");
  }

  @ParameterizedTest
  @ValueSource(strings = { "own code.jar", "brokerd.aot", "brokerd.aot.files"})
  void changed_fileThatIsGone_isThatFile(String name) throws IOException {
    Files.delete(lib.resolve(name));

    assertThat(changed()).containsExactly(name);
  }

  @Test
  void changed_headOfTheCache_isTheCache() throws IOException {
    byte[] bytes = filled(100_000);
    bytes[HEAD - 1] = 'y';
    Files.write(cache, bytes);

    assertThat(changed()).containsExactly("brokerd.aot");
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "not a line\n", "0000 12\n", "zz 12 own code.jar\n"})
  void changed_listThatIsNone_isTheList(String text) throws IOException {
    Files.writeString(list, text);

    assertThat(changed()).containsExactly("brokerd.aot.files");
  }

  @Test
  void commandLine_withoutTheCache_saysWhyAndKeepsTheRest() throws IOException {
    assertThat(
        StartCache.without(List.of("java", "-Xmx1m", "-XX:AOTCache=/x/brokerd.aot", "-cp", "a:b", "Main"),
            List.of("a.jar", "b.jar")))
        .containsExactly("java", "-Xmx1m", "-XX:AOTMode=off", "-Dbroker.cache.refused=a.jar,b.jar", "-cp",
            "a:b",
            "Main");
  }

  @Test
  void commandLine_cacheInAFileOfArguments_isFoundAndLeftOut() throws IOException {
    Path arguments = Files.writeString(lib.resolve("arguments"),
        "-Xmx1m\n-XX:AOTCache=" + cache + "\n-cp\na:b\nMain\n");
    var commandLine = List.of("java", "@" + arguments, "--verbose");
    Files.write(jar, filled(300_001));

    assertThat(requireNonNull(StartCache.namedOn(commandLine)).changed()).containsExactly("own code.jar");
    assertThat(StartCache.without(commandLine, List.of("own code.jar"))).containsExactly("java",
        "-XX:AOTMode=off", "-Dbroker.cache.refused=own code.jar", "@" + arguments, "--verbose");
  }

  @ParameterizedTest
  @ValueSource(strings = { "@", "@nowhere", "@/", "@@"})
  void commandLine_wordThatNamesNoFileOfArguments_isKept(String word) throws IOException {
    assertThat(StartCache.namedOn(List.of("java", word))).isNull();
    assertThat(StartCache.without(List.of("java", word), List.of())).containsExactly("java", word);
  }
}
