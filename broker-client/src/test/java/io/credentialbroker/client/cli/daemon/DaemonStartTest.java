package io.credentialbroker.client.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.client.cli.BrokerProcess;
import io.credentialbroker.client.cli.FakeBrokerd;
import io.credentialbroker.client.cli.shell.Shell;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon is started by the command that needs one: with real processes, as this is about nothing else. */
@Timeout(90)
final class DaemonStartTest {
  @TempDir
  private Path folder;

  private Path runtime;

  @BeforeEach
  void install() throws IOException {
    runtime = folder.resolve("run");
    String java = BrokerProcess.java(List.of(), FakeBrokerd.class.getName()).stream().map(Shell::posix)
        .collect(Collectors.joining(" "));
    installBrokerd("exec " + java);
  }

  @AfterEach
  void stopTheDaemon() throws IOException {
    Path socket = runtime.resolve("control.sock");
    if (Files.exists(socket)) {
      try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        channel.write(ByteBuffer.wrap("POST /stop HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        while (channel.read(ByteBuffer.allocate(1024)) >= 0) {
          // The end of the connection is the end of the server.
        }
      }
    }
  }

  @Test
  void env_noDaemon_startsOneAndAnswers() throws Exception {
    var run = broker("env", "deploy", "--shell", "json");

    assertThat(run.code()).as(run.complained()).isZero();
    assertThat(run.printed()).contains("\"AWS_REGION\" : \"eu\"");
    assertThat(starts()).containsExactly("started in /");
  }

  @Test
  void credentialProcess_noDaemon_startsOneAndAnswers() throws Exception {
    var run = broker("credential-process", "deploy");

    assertThat(run.code()).as(run.complained()).isZero();
    assertThat(run.printed()).isEqualTo("{\"AccessKeyId\":\"ASIA1\"}\n");
  }

  @Test
  void env_severalAtOnce_startOneDaemonBetweenThem() throws Exception {
    var runs = new ArrayList<BrokerProcess>();
    for (int i = 0; i < 4; i++) {
      runs.add(broker("env", "deploy", "--shell", "json"));
    }

    for (BrokerProcess run : runs) {
      assertThat(run.code()).as(run.complained()).isZero();
    }
    assertThat(starts()).hasSize(1);
  }

  @Test
  void env_started_folderAndLogAreOursAlone() throws Exception {
    assertThat(broker("env", "deploy").code()).isZero();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime))).isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime.resolve("brokerd.log"))))
        .isEqualTo("rw-------");
  }

  @Test
  void env_daemonThatEndsAtOnce_showsItsLastWords() throws Exception {
    installBrokerd("echo 'error: /etc/broker.toml: there is no key lisen' >&2; exit 2");

    var run = broker("env", "deploy");

    assertThat(run.code()).isEqualTo(ExitCode.NO_DAEMON);
    assertThat(run.printed()).isEmpty();
    assertThat(run.complained()).contains("exit code 2").contains("there is no key lisen")
        .contains("hint: its log is " + runtime);
  }

  @Test
  void env_incompleteInstallation_saysSo() throws Exception {
    Files.delete(folder.resolve("bin/brokerd"));

    var run = broker("env", "deploy");

    assertThat(run.code()).isEqualTo(ExitCode.NO_DAEMON);
    assertThat(run.complained()).contains("bin/brokerd cannot be run").contains("install it again");
  }

  @Test
  void status_noDaemon_startsNone() throws Exception {
    var run = broker("status");

    assertThat(run.code()).isEqualTo(ExitCode.NO_DAEMON);
    assertThat(runtime).doesNotExist();
  }

  @Test
  void env_started_relativeConfigFileStillMeansTheSameFile() throws Exception {
    installBrokerd("echo \"config $AWS_CONFIG_FILE and $AWS_SHARED_CREDENTIALS_FILE\"; exit 1");

    var run = BrokerProcess.start(folder, Map.of("CREDENTIAL_BROKER_RUNTIME_DIR", runtime.toString(),
        "AWS_CONFIG_FILE", "my-config", "AWS_SHARED_CREDENTIALS_FILE", "~/keys"), home(), "env", "deploy");

    assertThat(run.code()).isEqualTo(ExitCode.NO_DAEMON);
    assertThat(run.complained()).contains("config " + Path.of("my-config").toAbsolutePath() + " and ~/keys");
  }

  private BrokerProcess broker(String... arguments) throws IOException {
    return BrokerProcess.start(folder, Map.of("CREDENTIAL_BROKER_RUNTIME_DIR", runtime.toString()), home(),
        arguments);
  }

  private List<String> home() {
    return List.of("-Dbroker.home=" + folder);
  }

  private List<String> starts() throws IOException {
    return Files.readAllLines(runtime.resolve("starts"));
  }

  private void installBrokerd(String body) throws IOException {
    Path launcher = Files.createDirectories(folder.resolve("bin")).resolve("brokerd");
    Files.writeString(launcher, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
  }
}
