package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.server.log.Log;
import io.credentialbroker.server.process.Identity;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerdTest extends AroundDaemon {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void end() {
    LogManager.getLogManager().reset();
  }

  @Test
  void help_isPrinted() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).isEqualTo(Usage.help());
  }

  @Test
  void version_isThatOfTheBuild() {
    assertThat(run("--version")).isZero();
    assertThat(text(out)).matches("brokerd \\d+\\.\\d+\\.\\d+\\S*\n");
  }

  @Test
  void wrongUsage_printsTheCorrectedCommand() {
    assertThat(run("--chekc")).isEqualTo(2);
    assertThat(text(err)).isEqualTo("error: There is no option '--chekc'.\nhint: brokerd --check\n");
  }

  @Test
  void check_allInOrder_exits0() {
    assertThat(run("--check")).isZero();
    assertThat(text(out)).isEqualTo("3 of 3 profiles can be served; 0 problems\n");
  }

  @Test
  void check_headingThatTheSdkWarnsOf_isToldInOurWordsAlone() throws Exception {
    Log.to(new PrintStream(err, true, StandardCharsets.UTF_8), Log.Format.TEXT, false);
    Files.writeString(around.config, "[proflie dev]\nrole_arn = x\n");
    assertThat(run("--check")).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo("error: " + around.config
            + ":1, profile dev: The section [proflie dev] is ignored: profiles of the config file are headed [profile NAME].\n"
            + "hint: Write [profile dev] in this file.\n");
  }

  @Test
  void check_profileWithoutCredentialSettings_isNoProblem() throws Exception {
    Files.writeString(around.config, "[default]\nregion = eu-central-1\n");
    assertThat(run("--check")).isZero();
    assertThat(text(out))
        .isEqualTo("1 of 1 profiles can be served; 1 more without credential settings; 0 problems\n");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void check_noProfileToServe_isANoteThatSaysWhichFilesAreNotThere() throws Exception {
    Files.delete(around.config);
    var credentials = Files.writeString(around.home.resolve(".aws/credentials"), "");
    assertThat(run("--check")).isZero();
    assertThat(text(err)).isEqualTo("note: no profile is served: " + around.config + " does not exist, "
        + credentials + " has none to serve\n");
    assertThat(text(out)).isEqualTo("0 of 0 profiles can be served; 0 problems\n");
  }

  @Test
  void start_noProfileToServe_warnsOfTheFilesThatAreNotThere_onceUntilThereIsOne() throws Exception {
    String good = Files.readString(around.config);
    Files.delete(around.config);
    Files.delete(around.home.resolve(".aws/credentials"));
    Log.to(new PrintStream(err, true, StandardCharsets.UTF_8), Log.Format.TEXT, false);
    try (var daemon = around.daemon()) {
      daemon.reload();
      Files.writeString(around.config, good);
      Eventually.within(DaemonFixture.SOON, "the profiles that are there now",
          () -> text(err).contains("cannot be ('broker status' says why)"));
    }
    assertThat(text(err)).containsOnlyOnce(" WARN config: no profile is served: " + around.config
        + " does not exist, " + around.home.resolve(".aws/credentials") + " does not exist\n");
  }

  @Test
  void check_brokenProfile_namesFileProfileAndRemedy() throws Exception {
    Files.writeString(around.config, around.role("lost", "arn:aws:iam::111122223333:role/x", "nobody", ""));
    assertThat(run("--check")).isEqualTo(1);
    assertThat(text(err)).contains("error: " + around.config).contains("profile lost").contains("nobody")
        .contains("hint: ");
  }

  @Test
  void check_nameToKeepWarmIsNoProfile_isAProblemWithTheNearest() throws Exception {
    Files.writeString(around.toml,
        "[sessions]\nkeep_warm = [\"dmo\", \"none-*\"]\n[[imds]]\nlisten = \"127.0.0.1:0\"\n"
            + "profile = \"nowhere\"\n");
    assertThat(run("--check")).isEqualTo(1);
    assertThat(text(err))
        .contains("key sessions.keep_warm: There is no profile 'dmo'.", "hint: Did you mean 'demo'?",
            "key imds.profile: There is no profile 'nowhere'.")
        .doesNotContain("none-");
  }

  @Test
  void check_nameToKeepWarmThatIsNotServed_isAProblemWithTheReason() throws Exception {
    Files.writeString(around.config, "\n[profile silent]\nregion = eu-central-1\n",
        StandardOpenOption.APPEND);
    Files.writeString(around.toml,
        "[sessions]\nkeep_warm = [\"demo\", \"silent\"]\n[profiles]\nexclude = [\"de*\"]\n");
    assertThat(run("--check")).isEqualTo(1);
    assertThat(text(err)).contains(
        "key sessions.keep_warm: The profile 'demo' is not served: 'profiles.exclude' leaves it out.",
        "hint: Change one of the two keys.",
        "key sessions.keep_warm: The profile 'silent' has no settings that give credentials.",
        "hint: Give it some in the AWS config, or take it out here.");
  }

  @Test
  void check_sourceOfManyIsBroken_isToldOnceWithTheirNames() throws Exception {
    var text = new StringBuilder("[profile base]\nregion = eu-central-1\n");
    for (int i = 1; i <= 7; i++) {
      text.append(around.role("d" + i, "arn:aws:iam::111122223333:role/x", "base", ""));
    }
    Files.writeString(around.config, text);
    assertThat(run("--check")).isEqualTo(1);
    assertThat(text(err)).containsOnlyOnce("error: ").contains("profile base")
        .endsWith("note: it keeps from being served: d1, d2, d3, d4, d5 and 2 more\n");
    assertThat(text(out)).contains("; 1 problem\n");
  }

  @Test
  void check_brokenToml_tellsEveryMistake() throws Exception {
    Files.writeString(around.toml, "[listen]\ntcp = [\"0.0.0.0:9780\"]\nunx = 1\n");
    assertThat(run("--check")).isEqualTo(1);
    assertThat(text(err)).contains(around.toml + ":2", "other machines", around.toml + ":3",
        "Did you mean 'unix'?");
  }

  @Test
  void start_namedConfigAbsent_saysSo() {
    assertThat(run("--config", folder.resolve("no.toml").toString())).isEqualTo(1);
    assertThat(text(err)).contains("error: " + folder.resolve("no.toml")).contains("does not exist");
  }

  @Test
  void start_asRoot_isRefusedWithTheKeyThatAllowsIt() {
    int exit = new Brokerd(around.environment, () -> new Identity(0, 0, 0, 0), print(out), print(err))
        .run(List.of());
    assertThat(exit).isEqualTo(1);
    assertThat(text(err)).startsWith("error: ").contains("root").contains("hint: ")
        .contains("allow_root = true");
    assertThat(around.runtime).doesNotExist();
  }

  @Test
  void start_portTaken_namesAddressAndRemedy() throws Exception {
    try (var taken = new ServerSocket(0, 1, java.net.InetAddress.ofLiteral("127.0.0.1"))) {
      Files.writeString(around.toml, "[listen]\ntcp = [\"127.0.0.1:" + taken.getLocalPort() + "\"]\n");
      assertThat(run()).isEqualTo(1);
      assertThat(text(err)).contains("error: ").contains("127.0.0.1:" + taken.getLocalPort())
          .contains("hint: ");
    }
    assertThat(around.runtime.resolve("broker.sock")).doesNotExist();
    assertThat(around.runtime.resolve("token")).doesNotExist();
  }

  @Test
  void start_secondDaemon_exits3AndLeavesTheFirstAlone() throws Exception {
    try (var first = around.daemon()) {
      assertThat(run()).isEqualTo(3);
      assertThat(text(err)).contains("error: Another brokerd is running").contains("hint: ");
      assertThat(around.overTcp(first, "nobody", around.token()).statusCode()).isEqualTo(400);
      assertThat(around.overUnix("control.sock", "GET", "/v1/status").status()).isEqualTo(200);
    }
  }

  @Test
  void start_socketPathIsAFile_leavesItUntouched() throws Exception {
    Path file = folder.resolve("own/b.sock");
    Files.createDirectory(file.getParent(), java.nio.file.attribute.PosixFilePermissions
        .asFileAttribute(java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
    Files.writeString(file, "mine");
    Files.writeString(around.toml, "[listen]\ntcp = []\nunix = \"" + file + "\"\n");
    assertThat(run()).isEqualTo(1);
    assertThat(text(err)).contains(file.toString()).contains("hint: ");
    assertThat(file).hasContent("mine");
  }

  @Test
  void start_socketPathAlive_leavesItUntouched() throws Exception {
    Path file = folder.resolve("own/b.sock");
    Files.createDirectory(file.getParent(), java.nio.file.attribute.PosixFilePermissions
        .asFileAttribute(java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
    try (var alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      alive.bind(UnixDomainSocketAddress.of(file));
      Files.writeString(around.toml, "[listen]\ntcp = []\nunix = \"" + file + "\"\n");
      assertThat(run()).isEqualTo(1);
      assertThat(text(err)).contains("Another program listens on " + file).contains("hint: ");
      assertThat(file).exists();
    }
  }

  @Test
  void start_runtimeDirRelative_saysWhichVariable() {
    around.environment.put("CREDENTIAL_BROKER_RUNTIME_DIR", "relative");
    assertThat(run()).isEqualTo(1);
    assertThat(text(err)).contains("CREDENTIAL_BROKER_RUNTIME_DIR")
        .contains("hint: Set it to an absolute path.");
  }

  private int run(String... arguments) {
    return new Brokerd(around.environment, () -> new Identity(1000, 1000, 1000, 1000), print(out), print(err))
        .run(List.of(arguments));
  }

  private static PrintStream print(ByteArrayOutputStream into) {
    return new PrintStream(into, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
