package io.credentialbroker.client.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How {@code brokerd --check} is run, and how it is read. */
@Timeout(20)
class DryRunTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir
  private Path folder;

  @Test
  void of_checkThatDoesNotEnd_isEndedAndIsAProblem() throws Exception {
    assertThat(DryRun.of(installed("exec sleep 60\n"), SHORT)).singleElement().satisfies(one -> {
      assertThat(one.message()).startsWith("'brokerd --check' did not end within ");
      assertThat(one.remedy()).isEqualTo("run it by hand: " + launcher() + " --check");
    });
    for (ProcessHandle ours : ProcessHandle.current().children().collect(Collectors.toList())) {
      if (ours.info().command().orElse("").endsWith("sleep")) {
        assertThat(ours.onExit().get(10, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void of_checkThatLeavesAProcessWithItsOutput_isReadAllTheSame() throws Exception {
    Path left = folder.resolve("left");
    var findings = DryRun
        .of(installed("sleep 60 &\necho $! > " + left + "\necho 'error: Bad.'\nexit 1\n"),
            Duration.ofSeconds(10));
    ProcessHandle.of(Long.parseLong(Files.readString(left).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
    assertThat(findings).extracting(Finding::message).containsExactly("Bad.");
  }

  @Test
  void end_processWithChildren_endsThemToo() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 60 & echo $! > " + fifo + "; wait").start();
    ProcessHandle child = ProcessHandle.of(Long.parseLong(Files.readString(fifo).strip())).orElseThrow();

    DryRun.end(process);

    assertThat(process.waitFor()).isNotZero();
    assertThat(child.onExit().get(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void read_mistakeThatKeepsOthersFromBeingServed_namesThem() {
    assertThat(DryRun.read("""
        error: /c:1, profile base: It has no credentials.
        hint: Add some.
        note: it keeps from being served: d1, d2 and 5 more
        error: /c:9, profile alone: It has none either.
        hint: Add them.
        0 of 8 profiles can be served; 2 problems
        """)).containsExactly(
        Finding.problem("files",
            "/c:1, profile base: It has no credentials. It keeps from being served: d1, d2 and 5 more",
            "Add some."),
        Finding.problem("files", "/c:9, profile alone: It has none either.", "Add them."));
  }

  @Test
  void read_errorWithANoteAlone_hasIt() {
    assertThat(DryRun.read("error: Bad.\nnote: it keeps d1.\nerror: Worse.\n"))
        .containsExactly(Finding.problem("files", "Bad. It keeps d1.", null),
            Finding.problem("files", "Worse.", null));
  }

  private Path launcher() {
    return folder.resolve("bin").resolve("brokerd");
  }

  private Surroundings installed(String brokerd) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(launcher(), "#!/bin/sh\n" + brokerd);
    Files.setPosixFilePermissions(launcher(), PosixFilePermissions.fromString("rwx------"));
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Surroundings(Map.of("PATH", "/usr/bin:/bin"), nowhere, nowhere, false, folder,
        millis -> false);
  }
}
