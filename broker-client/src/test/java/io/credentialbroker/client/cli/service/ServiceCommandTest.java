package io.credentialbroker.client.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.client.cli.BrokerCommand;
import io.credentialbroker.client.cli.surroundings.ExitCode;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service manager is a script that notes how it was called: what is tested is what it is asked. */
final class ServiceCommandTest {
  @TempDir
  private Path folder;

  private Path installation;
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void install() throws IOException {
    installation = folder.resolve("my broker");
    Path units = Files.createDirectories(installation.resolve("lib/systemd/user"));
    Files.writeString(units.resolve("credential-broker.service"),
        "[Service]\nExecStart=/usr/bin/brokerd\nType=notify\n");
    Files.writeString(units.resolve("credential-broker.socket"), "[Socket]\nListenStream=127.0.0.1:9780\n");
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("PATH", folder.resolve("bin").toString());
    Files.createDirectories(folder.resolve("bin"));
  }

  private void systemctl(String body) throws IOException {
    Path script = Files.writeString(folder.resolve("bin/systemctl"),
        "#!/bin/sh\necho \"$*\" >> '" + folder.resolve("calls") + "'\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private int broker(String... arguments) {
    out.reset();
    err.reset();
    return BrokerCommand.run(arguments,
        new Surroundings(environment, new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8), false, installation, millis -> false));
  }

  private Path unit(String kind) {
    return folder.resolve("home/.config/systemd/user/credential-broker." + kind);
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  @Test
  void install_noSystemd_writesUnitsThatStartThisInstallation() throws Exception {
    assertThat(broker("service", "install")).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(unit("service")).content()
        .contains("ExecStart=\"" + installation + "/bin/brokerd\"\nType=notify");
    assertThat(unit("socket")).content().contains("ListenStream=127.0.0.1:9780");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no systemd of yours answers here");
  }

  @Test
  void install_now_reloadsAndEnablesTheSocket() throws Exception {
    systemctl("exit 0");
    assertThat(broker("service", "install", "--now")).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(calls()).contains("--user --no-pager daemon-reload",
        "--user --no-pager enable --now credential-broker.socket");
  }

  @Test
  void install_systemdRefuses_saysWhatItSaid() throws Exception {
    systemctl("case \"$*\" in *enable*) echo 'Address already in use'; exit 1;; esac");
    assertThat(broker("service", "install", "--now")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Address already in use").contains("hint: ");
  }

  @Test
  void install_unitOfSomebodyElse_isLeftAlone() throws Exception {
    Files.createDirectories(unit("service").getParent());
    Files.writeString(unit("service"), "mine");
    assertThat(broker("service", "install")).isEqualTo(ExitCode.FAILED);
    assertThat(broker("service", "uninstall")).isEqualTo(ExitCode.FAILED);
    assertThat(unit("service")).hasContent("mine");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("was not written by this command");
  }

  @Test
  void status_beforeAndAfterAndForAnotherVersion_tellsApart() throws Exception {
    systemctl("case \"$*\" in *is-active*) echo active;; *is-enabled*) echo disabled; exit 1;; esac");
    assertThat(broker("service", "status")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("not installed");

    broker("service", "install");
    assertThat(broker("service", "status")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("units    installed",
        "socket   active, disabled");

    Files.writeString(installation.resolve("lib/systemd/user/credential-broker.socket"),
        "[Socket]\n# newer\n");
    assertThat(broker("service", "status")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("of another installation or version");
  }

  @Test
  void status_asJson_isOneObject() throws Exception {
    systemctl("case \"$*\" in *is-active*) echo active;; *is-enabled*) echo disabled; exit 1;; esac");
    assertThat(broker("service", "status", "--json")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"units\":\"ABSENT\",\"folder\":\"")
        .endsWith("\"socket\":{\"active\":\"active\",\"enabled\":\"disabled\"},"
            + "\"service\":{\"active\":\"active\",\"enabled\":\"disabled\"}}\n");
    assertThat(broker("service", "install", "--json")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void uninstall_installed_stopsItAndRemovesWhatWasWritten() throws Exception {
    systemctl("exit 0");
    broker("service", "install");
    assertThat(broker("service", "uninstall")).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(unit("service")).doesNotExist();
    assertThat(unit("socket")).doesNotExist();
    assertThat(calls()).contains(
        "--user --no-pager disable --now credential-broker.socket credential-broker.service");
    assertThat(broker("service", "uninstall")).isZero();
  }

  /** As a package leaves it: the units where systemd looks, none in the installation. */
  private Path packaged() throws IOException {
    Path units = Files.createDirectories(folder.resolve("systemd")).resolve("user");
    return Files.move(installation.resolve("lib/systemd/user"), units);
  }

  @Test
  void status_unitsOfPackage_saysThatTheyAreInstalledAndWhere() throws Exception {
    Path units = packaged();
    systemctl("case \"$*\" in *is-active*) echo active;; *is-enabled*) echo enabled;; esac");
    assertThat(broker("service", "status")).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains(
        "units    installed by the package (" + units + ")\n", "socket   active, enabled\n");
    assertThat(broker("service", "status", "--json")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("{\"units\":\"PACKAGED\",\"folder\":\"" + units + "\"");
  }

  @Test
  void status_neitherWrittenNorPackaged_isNotInstalledThoughSomeSocketIsEnabled() throws Exception {
    systemctl("case \"$*\" in *is-active*) echo active;; *is-enabled*) echo enabled;; esac");
    assertThat(broker("service", "status")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("not installed");
  }

  @Test
  void install_unitsOfPackage_enablesThemAndWritesNothing() throws Exception {
    Path units = packaged();
    systemctl("exit 0");
    assertThat(broker("service", "install")).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("enabled as the package has installed it in " + units + '\n');
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("broker service install --now");
    assertThat(calls()).contains("--user --no-pager enable credential-broker.socket")
        .noneMatch(call -> call.contains("--now"));

    assertThat(broker("service", "install", "--now")).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("listening");
    assertThat(calls()).contains("--user --no-pager enable --now credential-broker.socket");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void install_unitsOfPackageBelowOlderOnes_removesThoseThatWouldHideThem() throws Exception {
    systemctl("exit 0");
    broker("service", "install");
    packaged();
    assertThat(broker("service", "status")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("of another installation or version");
    assertThat(broker("service", "install", "--now")).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(unit("socket")).doesNotExist();
    assertThat(calls()).endsWith("--user --no-pager enable --now credential-broker.socket");
  }

  @Test
  void uninstall_unitsOfPackage_stopsAndDisablesThemAndLeavesTheFiles() throws Exception {
    Path units = packaged();
    systemctl("exit 0");
    assertThat(broker("service", "uninstall")).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("stopped and disabled; the package's files stay in " + units + '\n');
    assertThat(calls()).contains(
        "--user --no-pager disable --now credential-broker.socket credential-broker.service");
    assertThat(units.resolve("credential-broker.socket")).exists();
  }

  @Test
  void installAndUninstall_unitsOfPackageAndNoSystemd_failAndSayWhatToDo() throws Exception {
    packaged();
    assertThat(broker("service", "install", "--now")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("were not enabled",
        "systemctl --user enable --now credential-broker.socket");
    assertThat(broker("service", "uninstall")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("were not disabled",
        "systemctl --user disable --now credential-broker.socket");
  }

  @Test
  void service_unknownAction_isWrongUsage() {
    assertThat(broker("service", "start")).isEqualTo(ExitCode.USAGE);
    assertThat(broker("service", "status", "--now")).isEqualTo(ExitCode.USAGE);
  }
}
