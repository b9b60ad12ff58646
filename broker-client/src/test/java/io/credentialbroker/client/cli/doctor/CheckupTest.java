package io.credentialbroker.client.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.client.FakeBroker;
import io.credentialbroker.client.cli.BrokerCommand;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code broker doctor} without a profile, on files and variables made for it. */
class CheckupTest {
  private static final String SECRET = "canary/secret";

  @TempDir
  private Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Path aws;
  private Path runtime;
  private @Nullable Path installation;

  @BeforeEach
  void furnish() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    aws = Files.createDirectory(home.resolve(".aws"));
    runtime = Files.createDirectory(folder.resolve("run"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    environment.put("HOME", home.toString());
    environment.put("CREDENTIAL_BROKER_RUNTIME_DIR", runtime.toString());
  }

  @Test
  void doctor_nothingIsWrongAndNoDaemon_isHealthyAndSaysSo() throws IOException {
    write("config", "rw-------", "[profile a]\nrole_arn = x\n");
    assertThat(doctor()).isZero();
    assertThat(printed()).contains("note    daemon   no brokerd runs", "ok      files", "ok      shell",
        "note    systemd  no systemd", "0 problems, 0 warnings\n");
  }

  @Test
  void doctor_noDaemonAndFilesThatNoneCouldRead_tellsWhatItWouldSay() throws IOException {
    Path file = write("config", "rw-------", "[proflie a]\nrole_arn = x\n");
    installed("""
        [ "$*" = --check ] || exit 9
        for profile in b c; do
          echo "error: %s, profile base: It has no credentials." >&2
          echo "hint: Add some." >&2
        done
        echo "error: %s:1: The heading is none." >&2
        echo "hint: Write another." >&2
        echo "0 of 3 profiles can be served; 3 problems"
        exit 1
        """.formatted(file, file));
    assertThat(doctor()).isEqualTo(1);
    assertThat(printed()).containsOnlyOnce("It has no credentials.").containsOnlyOnce("hint: Add some.")
        .contains("problem files", file + ":1: The heading is none.", "hint: Write another.")
        .doesNotContain("is ignored").contains("2 problems, 0 warnings");
  }

  @Test
  void doctor_noDaemonAndTheCheckSaysNothing_isAProblemWithTheCommand() throws IOException {
    installed("exit 3\n");
    assertThat(doctor()).isEqualTo(1);
    assertThat(printed()).contains("'brokerd --check' ended with exit code 3", "hint: run it by hand: ");
  }

  @Test
  void doctor_secretsAreReadableByOthers_isAProblemWithTheCommand() throws IOException {
    Path file = write("credentials", "rw-r--r--", keys("old"));
    assertThat(doctor()).isEqualTo(1);
    assertThat(printed()).contains("problem keys", "others may read the secret keys in " + file,
        "hint: chmod 600 " + file, "long-term keys lie in plain text in " + file + ": old (line 2)")
        .doesNotContain(SECRET);
  }

  @Test
  void doctor_sessionsInAFile_areNoLongTermKeys() throws IOException {
    write("credentials", "rw-------", keys("session") + "aws_session_token = t\n");
    assertThat(doctor()).isZero();
    assertThat(printed()).doesNotContain("long-term");
  }

  @Test
  void doctor_configIsWritableByOthers_isAProblem() throws IOException {
    Path file = write("config", "rw-rw-rw-", "[profile a]\n");
    assertThat(doctor()).isEqualTo(1);
    assertThat(printed()).contains("others may write " + file, "hint: chmod go-w " + file);
  }

  @Test
  void doctor_profileStandsTwice_namesBothLines() throws IOException {
    Path file = write("config", "rw-------",
        "[profile a]\nregion = x\n\n[ profile  a ]\nregion = y\n[profile b]\n");
    assertThat(doctor()).isZero();
    assertThat(printed()).contains("[profile a] stands twice in " + file + ", lines 1 and 4");
  }

  @Test
  void doctor_headingIsMisspeltAndNoDaemon_isAProblemWithTheOneToWrite() throws IOException {
    Path file = write("config", "rw-------", "[proflie a]\nrole_arn = x\n");
    assertThat(doctor()).isEqualTo(1);
    assertThat(printed()).contains("problem files    " + file + ":1: [proflie a] is ignored",
        "hint: write [profile a]");
  }

  @Test
  void doctor_headingOfWhichTheDaemonTells_isThereOnce() throws IOException {
    Path file = write("config", "rw-------", "[dev]\nrole_arn = x\nrol_arn = y\n");
    Path token = Files.writeString(runtime.resolve("token"), "t");
    try (var broker = FakeBroker.at(runtime.resolve("control.sock"))) {
      broker.on("GET /v1/status", 200, status("unix", "/s", token, 0,
          "{\"name\":\"dev\",\"state\":\"BROKEN\",\"problem\":{\"file\":\"" + file
              + ":1\",\"message\":\"Is ignored.\",\"remedy\":\"Write it.\"}}"));
      assertThat(doctor()).isEqualTo(1);
    }
    assertThat(printed()).contains("dev cannot be served: " + file + ":1: Is ignored.",
        file + ":3: [dev] has rol_arn, which nobody reads").doesNotContain("[dev] is ignored");
  }

  @Test
  void doctor_daemonTellsOfTheFileWithoutALine_keysAreLookedAtAllTheSame() throws IOException {
    Path file = write("config", "rw-------", "[profile a]\nrol_arn = y\n");
    Path token = Files.writeString(runtime.resolve("token"), "t");
    try (var broker = FakeBroker.at(runtime.resolve("control.sock"))) {
      broker.on("GET /v1/status", 200, status("unix", "/s", token, 0,
          "{\"name\":\"a\",\"state\":\"BROKEN\",\"problem\":{\"file\":\"" + file
              + "\",\"message\":\"Has no credentials.\",\"remedy\":\"Add some.\"}}"));
      assertThat(doctor()).isEqualTo(1);
    }
    assertThat(printed()).contains(file + ":2: [profile a] has rol_arn, which nobody reads");
  }

  @Test
  void doctor_profileHasAKeyThatNobodyReads_isNoted() throws IOException {
    Path file = write("config", "rw-------", "[profile a]\nrol_arn = x\n[profile b]\nmfa_serail = y\n");
    try (var broker = FakeBroker.at(runtime.resolve("control.sock"))) {
      broker.on("POST /v1/profiles/a/doctor", 200, "{\"profile\":\"a\",\"healthy\":true,\"steps\":[],"
          + "\"causes\":[]}");
      assertThat(doctor("a")).isZero();
    }
    assertThat(printed()).endsWith("note: " + file
        + ":2: [profile a] has rol_arn, which nobody reads; did you mean role_arn?\n");
  }

  @Test
  void doctor_cacheOfTheAwsCli_isAWarning() throws IOException {
    Path cache = Files.createDirectories(aws.resolve("cli/cache"));
    Files.writeString(cache.resolve("abc.json"), "{}");
    doctor();
    assertThat(printed()).contains("warning keys",
        "the AWS CLI has left 1 session in plain text in " + cache);
  }

  @Test
  void doctor_variablesShadow_isAWarningUntilTheShellPointsAtABroker() throws IOException {
    environment.put("AWS_ACCESS_KEY_ID", "AKIA");
    environment.put("AWS_PROFILE", "x");
    assertThat(doctor()).isZero();
    assertThat(printed()).contains("warning shell",
        "before they ask the broker: AWS_ACCESS_KEY_ID, AWS_PROFILE",
        "hint: unset AWS_ACCESS_KEY_ID AWS_PROFILE");
    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/v1/credentials/x");
    out.reset();
    assertThat(doctor()).isEqualTo(1);
    assertThat(printed()).contains("problem shell", "is set, and no brokerd runs");
  }

  @Test
  void doctor_daemonWithTroubles_listsThem() throws IOException {
    Path token = Files.writeString(runtime.resolve("token"), "t");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    try (var broker = FakeBroker.at(runtime.resolve("control.sock"))) {
      broker.on("GET /v1/status", 200, status("tcp", "127.0.0.1:1", token, -400,
          """
              {"name":"bad","state":"BROKEN","problem":{"file":"/c:4","key":"role_arn","message":"No source.","remedy":"Add one."}},
              {"name":"no role","state":"FAILED","lastFailure":{"reason":"ACCESS_DENIED","message":"STS said no."}},
              {"name":"late","state":"STALE"},{"name":"code","state":"MFA_NEEDED"},
              {"name":"one","state":"IDLE","sharesWith":["two"]},{"name":"two","state":"IDLE","sharesWith":["one"]}"""));
      assertThat(doctor()).isEqualTo(1);
    }
    assertThat(printed()).contains("ok      daemon    brokerd 9.9 answers, process 7",
        "problem listener  127.0.0.1:1 takes no connections", "problem token     others may read " + token,
        "clock is 6 min behind AWS's, and AWS refuses", "bad cannot be served: /c:4 role_arn: No source.",
        "no role fails: STS said no.", "hint: broker doctor 'no role'", "late is served", "code: mfa needed",
        "one, two have the same recipe");
    assertThat(printed().lines().filter(line -> line.contains("same recipe"))).hasSize(1);
  }

  @Test
  void doctor_daemonInOrder_isHealthyAndSpeaksJson() throws IOException {
    Path token = Files.writeString(runtime.resolve("token"), "t");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    try (var tcp = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var broker = FakeBroker.at(runtime.resolve("control.sock"))) {
      broker.on("GET /v1/status", 200,
          status("tcp", "127.0.0.1:" + tcp.getLocalPort(), token, 2, "{\"name\":\"a\",\"state\":\"IDLE\"}"));
      assertThat(doctor("--json")).isZero();
    }
    assertThat(printed())
        .startsWith("{\"healthy\":true,\"findings\":[{\"level\":\"OK\",\"subject\":\"daemon\"")
        .contains("takes connections", "agrees with AWS's", "1 profile, none of them known to fail")
        .endsWith("]}\n");
  }

  @Test
  void doctor_shellPointsAtTheDaemon_isAskedWithItsToken() throws Exception {
    Path token = Files.writeString(runtime.resolve("token"), "good");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.toString());
    try (var endpoint = new TokenEndpoint("good");
        var broker = FakeBroker.at(runtime.resolve("control.sock"))) {
      environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "http://" + endpoint.address() + "/v1/credentials/a");
      broker.on("GET /v1/status", 200, status("tcp", endpoint.address(), token, 0, ""));
      doctor();
      assertThat(printed()).contains("the broker takes this shell's endpoint and token");
      Files.writeString(token, "stale");
      out.reset();
      assertThat(doctor()).isEqualTo(1);
      assertThat(printed()).contains("brokerd does not know this shell's token");
      Files.delete(token);
      out.reset();
      doctor();
      assertThat(printed()).contains("names " + token + ", which cannot be read");
      environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/x");
      out.reset();
      doctor();
      assertThat(printed()).contains("points somewhere else");
    }
  }

  @Test
  void doctor_socketThatIsNoBrokerd_isAProblem() throws IOException {
    try (var broker = FakeBroker.at(runtime.resolve("control.sock"))) {
      broker.onRaw("GET /v1/status", "SSH-2.0\r\n\r\n");
      assertThat(doctor()).isEqualTo(1);
    }
    assertThat(printed()).contains("problem daemon   the answer is not HTTP/1.1");
  }

  @Test
  void doctor_folderIsOpenToOthers_isAProblem() throws IOException {
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(doctor()).isEqualTo(1);
    assertThat(printed()).contains("others may look into " + runtime, "hint: chmod 700 " + runtime);
  }

  @Test
  void text_narrowTerminal_goesOnBelowTheSentence() {
    var none = new PrintStream(out, true, StandardCharsets.UTF_8);
    var here = new Surroundings(Map.of(), none, none, false, null, millis -> false);
    var checkup = new Checkup(List.of(
        Finding.problem("files", "others may look into it", "chmod 700 /run/user/1000/credential-broker")));
    assertThat(checkup.text(here, 31)).isEqualTo("""
        problem files  others may look
                       into it
                       hint: chmod 700
                       /run/user/1000/credential-broker
        1 problem, 0 warnings
        """);
  }

  private int doctor(String... options) {
    var words = new String[options.length + 1];
    words[0] = "doctor";
    System.arraycopy(options, 0, words, 1, options.length);
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return BrokerCommand.run(words,
        new Surroundings(Map.copyOf(environment), print, print, false, installation, millis -> false));
  }

  private void installed(String brokerd) throws IOException {
    installation = folder.resolve("installed");
    Path launcher = Files.createDirectories(installation.resolve("bin")).resolve("brokerd");
    Files.writeString(launcher, "#!/bin/sh\n" + brokerd);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Path write(String name, String mode, String text) throws IOException {
    Path file = Files.writeString(aws.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private static String keys(String profile) {
    return "[" + profile + "]\naws_access_key_id = AKIA\naws_secret_access_key = " + SECRET + "\n";
  }

  private static String status(String kind, String address, Path token, int ahead, String profiles) {
    return """
        {"version":"9.9","api":1,"pid":7,"started":"2026-11-21T08:00:00Z","now":"2026-11-21T08:05:00Z",
        "listeners":[{"kind":"%s","address":"%s"}],"tokenFile":"%s","clockAheadSeconds":%d,"profiles":[%s]}"""
        .formatted(kind, address, token, ahead, profiles);
  }

  /** Answers 200 for one token and 401 for all others. */
  private static final class TokenEndpoint implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final String token;

    TokenEndpoint(String token) throws IOException {
      this.token = token;
      var thread = new Thread(this::serve, "token-endpoint");
      thread.setDaemon(true);
      thread.start();
    }

    String address() {
      return "127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
      while (true) {
        try (var client = server.accept()) {
          var head = new StringBuilder();
          while (head.indexOf("\r\n\r\n") < 0) {
            int one = client.getInputStream().read();
            if (one < 0) {
              break;
            }
            head.append((char) one);
          }
          boolean known = List.of(head.toString().split("\r\n", -1)).contains("Authorization: " + token);
          client.getOutputStream().write(("HTTP/1.1 " + (known ? "200 OK" : "401 Unauthorized")
              + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
          return;
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
