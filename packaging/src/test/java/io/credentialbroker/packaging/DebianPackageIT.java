package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.MountableFile;

/**
 * The package on a Debian in which systemd is the first process: installed, used under the very restrictions of the
 * units, and purged. It is the life of one machine, so the tests have an order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DebianPackageIT {
  private static final String AS_ALICE = "export HOME=/home/alice XDG_RUNTIME_DIR=/run/user/1000 "
      + "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus; cd; ";

  private GenericContainer<?> machine;
  private String filesBefore = "";

  @BeforeAll
  void boot() throws Exception {
    Tools.need("dpkg-deb");
    machine = Engine.withSystemd();
    machine.start();
    Until.quietly(() -> run("root", "systemctl is-system-running").getStdout().strip().equals("running"),
        () -> run("root", "systemctl --no-pager list-units --failed").getStdout());
    // As on a machine, where what systemd mounts for one service reaches that service.
    succeeded("root", "mount --make-rshared /");
    succeeded("root", "useradd -m -u 1000 -s /bin/sh alice");
    filesBefore = files();
    machine.copyFileToContainer(MountableFile.forHostPath(deb()), "/root/broker.deb");
    succeeded("root", "dpkg -i /root/broker.deb");
  }

  @AfterAll
  void off() {
    if (machine != null) {
      machine.stop();
    }
  }

  private static Path deb() throws IOException {
    try (Stream<Path> found = Files.list(Distribution.home().getParent())) {
      return found.filter(path -> path.toString().endsWith(".deb")).findFirst()
          .orElseThrow(() -> new AssertionError("the build made no .deb"));
    }
  }

  private ExecResult run(String user, String script) {
    return Engine.run(machine, user, "sh", "-c", user.equals("alice") ? AS_ALICE + script : script);
  }

  private String succeeded(String user, String script) {
    ExecResult result = run(user, script);
    assertThat(result.getExitCode()).as(() -> script + "\n" + result + journal()).isZero();
    return result.getStdout();
  }

  private String journal() {
    return run("root", "journalctl --no-pager -n 40").getStdout();
  }

  /** What a package may leave nothing in. */
  private String files() {
    return succeeded("root",
        "find /etc /usr /var/lib /opt /home -xdev ! -path '/var/lib/dpkg/*' ! -path '/var/lib/systemd/*' "
            + "! -path '/home/alice/*' ! -name '*.cache' ! -name 'passwd*' ! -name 'group*' ! -name 'shadow*' ! -name 'gshadow*' "
            + "! -name 'sub?id*' ! -name '.pwd.lock' ! -path '/etc/systemd/*' | sort");
  }

  @Test
  @Order(1)
  void install_userUnit_startsUnderItsRestrictionsAtTheFirstConnection() {
    succeeded("root", "install -d -o alice -g alice /home/alice/.aws /home/alice/.config/credential-broker "
        + "&& printf '[profile keys]\\nregion = eu-central-1\\n' > /home/alice/.aws/config "
        + "&& printf '[keys]\\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\\naws_secret_access_key = wJalrXUtnFEMIEXAMPLEKEY\\n'"
        + " > /home/alice/.aws/credentials && printf '[profiles]\\nserve_static_keys = [\"keys\"]\\n'"
        + " > /home/alice/.config/credential-broker/broker.toml && chown -R alice: /home/alice");
    succeeded("root", "loginctl enable-linger alice && systemctl start user@1000");
    succeeded("alice", "systemctl --user enable --now credential-broker.socket");
    assertThat(run("alice", "systemctl --user is-active credential-broker.service").getStdout().strip())
        .isEqualTo("inactive");

    assertThat(succeeded("alice", "broker status")).contains("127.0.0.1:9780",
        "/run/user/1000/credential-broker");
    assertThat(succeeded("alice", fetch("/run/user/1000/credential-broker/token"))).isEqualTo("200");
    String status = succeeded("alice",
        "cat /proc/$(systemctl --user show -p MainPID --value credential-broker.service)/status");
    assertThat(status).containsPattern("NoNewPrivs:\\s+1").containsPattern("Seccomp:\\s+2")
        .containsPattern("CapBnd:\\s+0000000000000000");
  }

  private static String fetch(String token) {
    return fetch("curl", token);
  }

  private static String fetch(String program, String token) {
    // A machine that is busy may take too long to look at a process; that answer says to come again.
    return program + " -s -m 20 --retry 5 -o /dev/null -w '%{http_code}' -H \"Authorization: $(cat " + token
        + ")\" http://127.0.0.1:9780/v1/credentials/keys";
  }

  @Test
  @Order(2)
  void restart_whileAProgramAsks_failsNoRequestAndKeepsTheToken() {
    String script = "T=$(cat /run/user/1000/credential-broker/token); (while [ ! -e /tmp/enough ]; do "
        + "curl -s -m 20 -o /dev/null -w '%{http_code}\\n' -H \"Authorization: $T\" "
        + "http://127.0.0.1:9780/v1/credentials/keys; done > /tmp/asked) & "
        + "for i in 1 2 3; do systemctl --user restart credential-broker.service; done; touch /tmp/enough; wait; "
        + "sort /tmp/asked | uniq -c | tr -s ' '";
    assertThat(succeeded("alice", script).strip()).matches("[0-9]+ 200");
  }

  @Test
  @Order(3)
  void watchdog_daemonThatHangs_isRestarted() {
    succeeded("alice",
        "mkdir -p ~/.config/systemd/user/credential-broker.service.d && printf '[Service]\\nWatchdogSec=2\\n'"
            + " > ~/.config/systemd/user/credential-broker.service.d/short.conf && systemctl --user daemon-reload"
            + " && systemctl --user restart credential-broker.service");
    String pid = "systemctl --user show -p MainPID --value credential-broker.service";
    String before = succeeded("alice", pid).strip();
    // It lives on while it is well: this takes two of its periods.
    assertThat(succeeded("alice", "sleep 5; " + pid).strip()).isEqualTo(before);
    succeeded("alice", "kill -STOP " + before);
    Until.quietly(() -> !run("alice", pid).getStdout().strip().equals(before), this::journal);
    assertThat(succeeded("alice", fetch("/run/user/1000/credential-broker/token"))).isEqualTo("200");
    assertThat(journal()).contains("watchdog");
  }

  @Test
  @Order(4)
  void rules_ofTheUsersUnit_holdWithTheDropInThatIsDocumented() throws Exception {
    succeeded("root",
        "cp /usr/bin/curl /usr/local/bin/another && cat >> /home/alice/.config/credential-broker/broker.toml <<'E'\n"
            + ruled("/run/user/1000/credential-broker/ruled", "") + "\nE");
    String restart = "systemctl --user daemon-reload && systemctl --user restart credential-broker.service && ";
    String token = "/run/user/1000/credential-broker/ruled";
    succeeded("alice", "rm ~/.config/systemd/user/credential-broker.service.d/short.conf");
    assertThat(succeeded("alice", restart + fetch(token))).as("as shipped, nobody is seen").isEqualTo("403");

    succeeded("alice", "cat > ~/.config/systemd/user/credential-broker.service.d/rules.conf <<'E'\n"
        + documentedDropIn(0) + "\nE");
    assertThat(succeeded("alice", restart + fetch(token))).isEqualTo("200");
    assertThat(succeeded("alice", fetch("another", token))).isEqualTo("403");
  }

  private static String ruled(String token, String more) {
    return """

        [[client]]
        name = "ruled"
        token_file = "%s"
        rotate = "1d"
        profiles = ["keys"]
        executables = ["/usr/bin/curl"]
        %s""".formatted(token, more);
  }

  /** From the page on configuration: first that of a user's service, then that of the machine's. */
  private static String documentedDropIn(int index) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "configuration.md"));
    return page.split("```ini\n", -1)[index + 1].split("```", 2)[0];
  }

  @Test
  @Order(5)
  void service_ofThePackagesUnits_isTurnedOffAndOnAndKeepsTheFiles() {
    String folder = "/usr/lib/systemd/user";
    assertThat(succeeded("alice", "broker service status"))
        .contains("installed by the package (" + folder + ")", "active, enabled");
    assertThat(succeeded("alice", "broker service uninstall")).contains("stay in " + folder);
    assertThat(run("alice", "systemctl --user is-enabled credential-broker.socket").getStdout().strip())
        .isEqualTo("disabled");
    succeeded("root", "test -f " + folder + "/credential-broker.socket");
    succeeded("alice", "broker service install --now");
    assertThat(succeeded("alice", "broker service status")).contains("active, enabled");
    assertThat(succeeded("alice", "ls ~/.aws")).as("made by the socket unit").contains("sso", "login");
  }

  @Test
  @Order(6)
  void systemUnit_keysThatOnlyRootCanRead_areServedByItsOwnUser() {
    succeeded("alice", "systemctl --user disable --now credential-broker.socket credential-broker.service");
    succeeded("root",
        "printf '[profile keys]\\nregion = eu-central-1\\n' > /etc/credential-broker/aws-config "
            + "&& printf '[keys]\\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\\naws_secret_access_key = wJalrXUtnFEMIEXAMPLEKEY\\n'"
            + " > /etc/credential-broker/aws-credentials && printf '[profiles]\\nserve_static_keys = [\"keys\"]\\n'"
            + " > /etc/credential-broker/broker.toml && systemctl enable --now credential-broker.socket");
    assertThat(succeeded("root", "stat -c '%a %U' /etc/credential-broker/aws-credentials").strip())
        .isEqualTo("600 root");
    assertThat(succeeded("root", "runuser -u credential-broker -- " + fetchAsItself())).isEqualTo("200");
    // Root itself is not the user whom this daemon serves.
    assertThat(run("root", fetch("/run/credential-broker/token")).getStdout()).isEqualTo("000");
  }

  @Test
  @Order(7)
  void rules_ofTheSystemUnitForAnotherUser_holdWithTheDropInThatIsDocumented() throws Exception {
    succeeded("root", "cat >> /etc/credential-broker/broker.toml <<'E'\n"
        + ruled("/run/credential-broker/ruled", "uids = [1000]") + "\nE");
    String restart = "systemctl daemon-reload && systemctl restart credential-broker.service && "
        // Alice may not read the token where the daemon lays it down.
        + "install -o alice -m 600 /run/credential-broker/ruled /home/alice/ruled";
    succeeded("root", restart);
    assertThat(succeeded("alice", fetch("/home/alice/ruled"))).as("as shipped, nobody is seen")
        .isEqualTo("403");

    succeeded("root", "mkdir -p /etc/systemd/system/credential-broker.service.d && "
        + "cat > /etc/systemd/system/credential-broker.service.d/rules.conf <<'E'\n" + documentedDropIn(1)
        + "\nE");
    succeeded("root", restart);
    assertThat(succeeded("alice", fetch("/home/alice/ruled"))).isEqualTo("200");
    assertThat(succeeded("alice", fetch("another", "/home/alice/ruled"))).isEqualTo("403");
    succeeded("root", "rm -r /etc/systemd/system/credential-broker.service.d /usr/local/bin/another");
  }

  private static String fetchAsItself() {
    return "sh -c 'curl -s -m 30 -o /dev/null --unix-socket /run/credential-broker/broker.sock -w \"%{http_code}\" "
        + "http://localhost/v1/credentials/keys'";
  }

  @Test
  @Order(8)
  void documents_manualPagesAndCompletions_areThere() {
    assertThat(succeeded("root", "zcat /usr/share/man/man1/broker.1.gz")).contains(".TH \"BROKER\" 1",
        ".SH EXIT STATUS");
    assertThat(succeeded("root", "zcat /usr/share/man/man8/brokerd.8.gz")).contains("\\-\\-check",
        ".SH SIGNALS");
    assertThat(succeeded("root", "ls /usr/share/man/man1")).contains("broker-exec.1.gz",
        "broker-status.1.gz");
    assertThat(succeeded("root", "bash -n /usr/share/bash-completion/completions/broker && wc -c < "
        + "/usr/share/zsh/vendor-completions/_broker").strip()).isNotEqualTo("0");
    // Made once, with the distribution, and not a second time beside it.
    assertThat(run("root", "ls /usr/lib/credential-broker/share").getExitCode()).isNotZero();
  }

  @Test
  @Order(9)
  void purge_packageThatRuns_stopsItAndLeavesNothing() {
    succeeded("root", "dpkg --purge credential-broker");
    assertThat(run("root", "systemctl is-active credential-broker.service").getStdout().strip())
        .isEqualTo("inactive");
    assertThat(run("root", "getent passwd credential-broker").getExitCode()).isNotZero();
    assertThat(run("root", "pgrep -f '[b]rokerd'").getStdout()).isEmpty();
    assertThat(succeeded("root", "ls -d /run/credential-broker /etc/credential-broker 2>/dev/null || true"))
        .isEmpty();
    assertThat(files()).isEqualTo(filesBefore);
  }
}
