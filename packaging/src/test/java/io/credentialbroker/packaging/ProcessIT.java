package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What another process of the same ordinary user can get out of the daemon's process: nothing. The offline AWS
 * runs inside it, so that real secrets are in its memory.
 */
class ProcessIT {
  private static final Pattern CORE_LIMIT = Pattern.compile("Max core file size +0 +0 ");

  @TempDir
  private Path temp;
  private OtherUser user;
  private Service brokerd;
  private String secret;

  @BeforeEach
  void serve() throws Exception {
    user = OtherUser.in(temp);
    Path home = user.distribution();
    Path toml = Files.createDirectories(user.folder().resolve("xdg/credential-broker"))
        .resolve("broker.toml");
    Files.writeString(toml, "[listen]\ntcp = [\"127.0.0.1:0\"]\n");
    user.give(user.folder());
    brokerd = user.start("brokerd.log", List.of(home.resolve("bin/brokerd").toString(), "--sandbox"));
    var broker = home.resolve("bin/broker").toString();
    brokerd.awaitReady(() -> user.run(List.of(broker, "status", "--ready")).exit() == 0);
    brokerd.awaitReady(() -> user.run(List.of(broker, "credential-process", "demo")).exit() == 0);
    secret = new ObjectMapper().readTree(user.run(List.of(broker, "credential-process", "demo")).succeeded())
        .get("SecretAccessKey").asText();
    assertThat(secret).hasSizeGreaterThan(20);
  }

  @AfterEach
  void end() throws Exception {
    brokerd.close();
  }

  private String pid() {
    return Long.toString(brokerd.pid());
  }

  @Test
  void memoryAndEnvironment_forTheSameUser_areClosed() throws Exception {
    for (String file : List.of("mem", "environ", "maps", "auxv", "pagemap", "syscall", "stack")) {
      Path path = Path.of("/proc", pid(), file);
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        Run run = user.run(List.of("head", "-c", "1", path.toString()));
        assertThat(run.exit()).as(file).isNotZero();
        assertThat(run.out()).as(file).isEmpty();
      }
    }
    assertThat(user.run(List.of("ls", "/proc/" + pid() + "/fd")).exit()).isNotZero();
    assertThat(user.run(List.of("ls", "/proc/" + pid() + "/map_files")).exit()).isNotZero();
  }

  @Test
  void gdb_forTheSameUser_cannotAttach() throws Exception {
    user.needTracing();
    Run run = user.run(List.of("gdb", "-batch", "-ex", "info threads", "-p", pid()));
    assertThat(run.err()).contains("Operation not permitted");
    assertThat(run.out()).doesNotContain("LWP").doesNotContain("audit");
  }

  @Test
  void gcore_forTheSameUser_leavesNoCore() throws Exception {
    user.needTracing();
    Tools.need("gcore");
    Run run = user.run(List.of("gcore", "-o", user.folder().resolve("core").toString(), pid()));
    assertThat(run.exit()).isNotZero();
    assertThat(filesHolding(secret)).isEmpty();
    assertThat(user.folder().resolve("core." + pid())).doesNotExist();
  }

  @Test
  void jcmd_forTheSameUser_isNotAnswered() {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Run run = user.run(List.of(jcmd.toString(), pid(), "GC.heap_dump",
        user.folder().resolve("heap.hprof").toString()));
    assertThat(run.exit()).isNotZero();
    assertThat(user.folder().resolve("heap.hprof")).doesNotExist();
  }

  @Test
  void process_limits_forbidCores() throws Exception {
    assertThat(Files.readString(Path.of("/proc", pid(), "limits"))).containsPattern(CORE_LIMIT);
  }

  @Test
  void process_sideDoors_areNotThere() throws Exception {
    try (Stream<Path> all = Files.walk(user.folder())) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("hsperfdata") || name.startsWith(".java_pid"));
    }
    assertThat(Path.of("/tmp/.java_pid" + pid())).doesNotExist();
    assertThat(Files.readString(Path.of("/proc", pid(), "cmdline"))).doesNotContain(secret);
    if (Files.isReadable(Path.of("/proc", pid(), "environ"))) { // for root
      assertThat(Files.readString(Path.of("/proc", pid(), "environ"), StandardCharsets.ISO_8859_1))
          .doesNotContain(secret);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "SEGV", "ABRT"})
  void crash_bySegvOrAbort_leavesNothingThatHoldsASecret(String signal) throws Exception {
    // The kernel tells the JVM of a fault that somebody sent just as of one of its own.
    user.run(List.of("kill", "-" + signal, pid()));
    brokerd.awaitEnd();
    assertThat(filesHolding(secret)).isEmpty();
    assertThat(brokerd.log()).doesNotContain(secret);
    try (Stream<Path> all = Files.walk(user.folder())) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .noneMatch(
              name -> name.startsWith("hs_err") || name.startsWith("replay") || name.startsWith("core"));
    }
  }

  /** All files of the user in which this stands. */
  private List<Path> filesHolding(String text) throws IOException {
    var found = new ArrayList<Path>();
    try (Stream<Path> all = Files.walk(user.folder())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
            .contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
