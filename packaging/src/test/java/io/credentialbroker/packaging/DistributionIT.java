package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The distribution itself: complete, on its own runtime, with caches that are used. */
class DistributionIT {
  private static final long LARGEST_TARBALL = 60L * 1024 * 1024;
  /** What it has without profiles of methods and without what maps objects to JSON, and some room. */
  private static final long LARGEST_CACHE = 49L * 1024 * 1024;

  @TempDir
  private Path folder;

  @Test
  void brokerd_withoutJavaOnTheMachine_serves() throws Exception {
    var distribution = new Distribution(folder);
    try (var brokerd = distribution.brokerd("--sandbox")) {
      // The environment of a Run has no JAVA_HOME, and the launcher asks nobody for a java.
      Run run = distribution.broker("credential-process", "demo");
      assertThat(run.succeeded()).contains("\"Version\":1").contains("\"SessionToken\"");
      assertThat(Files.readString(Path.of("/proc/" + brokerd.pid() + "/cmdline"))).startsWith(
          Distribution.home().resolve("runtime/bin/java").toString());
    }
  }

  @Test
  void brokerd_aotCache_isMapped() throws Exception {
    var distribution = new Distribution(folder);
    try (var brokerd = distribution.brokerd()) {
      Path maps = Path.of("/proc/" + brokerd.pid() + "/maps");
      assumeTrue(Files.isReadable(maps), "only root sees the maps of a process that is not dumpable");
      assertThat(Files.readString(maps))
          .contains(Distribution.home().resolve("lib/brokerd.aot").toString())
          .contains("libnetty_transport_native_epoll");
    }
  }

  @Test
  void brokerd_aotCache_isNoLargerThanItHasToBe() {
    assertThat(Distribution.home().resolve("lib/brokerd.aot").toFile().length()).isLessThan(LARGEST_CACHE);
  }

  @Test
  void brokerd_aotCache_isAccepted() throws Exception {
    assertAccepted("brokerd", "--version");
  }

  @Test
  void broker_aotCache_isAccepted() throws Exception {
    assertAccepted("broker", "--version");
  }

  @Test
  void broker_aotCacheOfTheShortWays_isAccepted() throws Exception {
    assertAccepted("broker", "--help");
  }

  private void assertAccepted(String program, String option) throws Exception {
    var distribution = new Distribution(folder);
    var environment = distribution.environment();
    // The launcher keeps options from the environment away, so the cache is asked for as the launcher does.
    String launcher = Files.readString(Distribution.home().resolve("bin").resolve(program))
        .replaceAll("(?m)^home=.*$", "home=" + Distribution.home());
    // With this a cache that cannot be used is fatal, and not a line in a log.
    String strict = launcher.replace("\"-XX:AOTCache=", "-XX:AOTMode=on \"-XX:AOTCache=");
    assertThat(strict).isNotEqualTo(launcher);
    Run run = Run.of(environment, folder, List.of("sh", "-c", strict, program, option));
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({ "--help, broker-quick", "-h, broker-quick", "status --ready, broker-quick",
      "credential-process dev, broker-quick", "credential-process --help, broker",
      "credential-process, broker",
      "credential-process a b, broker", "status, broker", "exec dev -- true, broker", "--version, broker"})
  void broker_launcher_takesTheSmallCacheForTheShortWaysOnly(String words, String cache) throws Exception {
    String launcher = Files.readString(Distribution.home().resolve("bin/broker"));
    var line = new ArrayList<>(List.of("sh", "-c",
        launcher.substring(0, launcher.lastIndexOf("\nexec ")) + "\necho \"$cache\"\n",
        Distribution.home().resolve("bin/broker").toString()));
    line.addAll(List.of(words.split(" ")));

    assertThat(Run.of(new Distribution(folder).environment(), folder, line).succeeded().strip())
        .isEqualTo(cache);
  }

  @Test
  void brokerd_optionsFromTheEnvironment_areIgnoredAloud() throws Exception {
    var distribution = new Distribution(folder);
    var environment = distribution.environment();
    environment.put("JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,server=y,address=127.0.0.1:0");
    Run run = Run.of(environment, folder,
        List.of(Distribution.home().resolve("bin/brokerd").toString(), "--version"));
    assertThat(run.succeeded()).startsWith("brokerd ");
    assertThat(run.err()).contains("JAVA_TOOL_OPTIONS is ignored").doesNotContain("Listening for transport");
  }

  @Test
  void brokerd_symlinkToTheLauncher_findsItsHome() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("brokerd"),
        Distribution.home().resolve("bin/brokerd"));
    assertThat(Run.of(new Distribution(folder).environment(), folder, List.of(link.toString(), "--version"))
        .succeeded())
        .startsWith("brokerd ");
  }

  @Test
  void brokerd_sigterm_endsWellAndLeavesNoSocket() throws Exception {
    var distribution = new Distribution(folder);
    var brokerd = distribution.brokerd("--sandbox");
    assertThat(brokerd.terminate()).isZero();
    try (Stream<Path> left = Files.list(distribution.runtimeDirectory())) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .doesNotContain("broker.sock", "control.sock", "token");
    }
  }

  @Test
  void brokerd_sigtermWhileACommandHangs_endsAtOnceAndEndsTheCommand() throws Exception {
    var distribution = new Distribution(folder);
    Path pid = folder.resolve("command.pid");
    Path command = Files.writeString(folder.resolve("hang"), "#!/bin/sh\necho $$ > " + pid + ".new\nmv " + pid
        + ".new " + pid + "\nexec sleep 600\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    distribution.awsConfig("[profile hangs]\ncredential_process = " + command + "\n");
    try (var brokerd = distribution.brokerd()) {
      Run run = distribution.broker("credential-process", "hangs");
      assertThat(run.exit()).isNotZero();
      brokerd.awaitReady(() -> Files.exists(pid));
      assertThat(brokerd.terminate()).isZero();
      long hanging = Long.parseLong(Files.readString(pid).strip());
      assertThat(ProcessHandle.of(hanging).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void exec_withoutADaemon_startsOne() throws Exception {
    var distribution = new Distribution(folder);
    distribution.awsConfig(
        "[profile p]\nrole_arn = arn:aws:iam::111122223333:role/p\ncredential_source = Environment\n");
    Run run = distribution.broker("exec", "p", "--", "sh", "-c",
        "printf %s \"$AWS_CONTAINER_CREDENTIALS_FULL_URI\"");
    String pid = distribution.broker("status", "--json").succeeded()
        .replaceAll("(?s).*\"pid\"\\s*:\\s*(\\d+).*", "$1");
    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroy);
    assertThat(run.succeeded()).startsWith("http://127.0.0.1:").endsWith("/v1/credentials/p");
  }

  @Test
  void tarball_unpacked_isSmallAndRuns() throws Exception {
    Path tarball;
    try (Stream<Path> found = Files.list(Distribution.home().getParent())) {
      tarball = found.filter(path -> path.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
    assertThat(Files.size(tarball)).isLessThan(LARGEST_TARBALL);
    var environment = new Distribution(folder).environment();
    Run.of(environment, folder, List.of("tar", "xzf", tarball.toString())).succeeded();
    Run run = Run.of(environment, folder, List.of("credential-broker/bin/broker", "--version"));
    assertThat(run.succeeded()).startsWith("broker ");
    // Nothing about a cache that is not accepted in its new place.
    assertThat(run.err()).isEmpty();
  }
}
