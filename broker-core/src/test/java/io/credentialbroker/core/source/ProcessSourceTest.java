package io.credentialbroker.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code credential_process}, with real commands. */
class ProcessSourceTest {
  private static final String FULL = """
      {"Version": 1, "AccessKeyId": "ASIAPROCESS", "SecretAccessKey": "canarySecret",
       "SessionToken": "canaryToken", "Expiration": "2026-01-01T01:00:00Z", "AccountId": "123456789012"}
      """;

  @TempDir
  private Path home;

  private final Workshop workshop = new Workshop();

  @AfterEach
  void end() {
    workshop.close();
  }

  @Test
  void fetch_aFullDocument_givesItsCredentials() throws IOException {
    assertThat(Outcomes.of(fetch(script("cat <<'E'\n" + FULL + "E\n"))))
        .isEqualTo(new Credentials("ASIAPROCESS",
            Secret.of("canarySecret"), Secret.of("canaryToken"), Instant.parse("2026-01-01T01:00:00Z"),
            "123456789012", null));
  }

  @Test
  void fetch_longTermKeys_haveNeitherTokenNorExpiration() throws IOException {
    String keys = "{\"Version\":1,\"AccessKeyId\":\"AKIA\",\"SecretAccessKey\":\"s\"}";
    assertThat(Outcomes.of(fetch(script("echo '" + keys + "'"))))
        .isEqualTo(new Credentials("AKIA", Secret.of("s"), null, null, null, null));
  }

  @Test
  void fetch_command_isToldThatTheBrokerRunsIt() throws IOException {
    assertThat(Outcomes.of(fetch(script("echo '{\"Version\":1,\"AccessKeyId\":\"AKIA'"
        + "$CREDENTIAL_BROKER_COMMAND'\",\"SecretAccessKey\":\"s\"}'"))).accessKeyId()).isEqualTo("AKIA1");
  }

  @Test
  void fetch_accountInTheProfile_isUsedWhereTheCommandTellsNone() throws IOException {
    String keys = "{\"Version\":1,\"AccessKeyId\":\"AKIA\",\"SecretAccessKey\":\"s\"}";
    var step = new Recipe.Process(script("echo '" + keys + "'"), "999999999999");
    assertThat(Outcomes.of(source(step).fetch(Urgency.BACKGROUND)).accountId()).isEqualTo("999999999999");
    var told = new Recipe.Process(script("cat <<'E'\n" + FULL + "E\n"), "999999999999");
    assertThat(Outcomes.of(source(told).fetch(Urgency.BACKGROUND)).accountId()).isEqualTo("123456789012");
  }

  @Test
  void fetch_environmentFolderAndInput_areTheDaemonsTheHomeAndNone() throws IOException {
    String line = script("read -r line && exit 9\ntest \"$MARK\" = yes || exit 8\ntest \"$PWD\" = \"" + home
        + "\" || exit 7\ncat <<'E'\n" + FULL + "E\n");
    assertThat(Outcomes.of(fetch(line)).accessKeyId()).isEqualTo("ASIAPROCESS");
  }

  @Test
  void fetch_shellCharacters_meanNothing() {
    Failure failure = Outcomes.failureOf(fetch("/bin/echo {} ; touch " + home.resolve("made") + " | cat"));
    assertThat(failure.message()).contains("not a JSON object");
    assertThat(home.resolve("made")).doesNotExist();
  }

  @Test
  void fetch_exitCode_isToldWithTheComplaintAndWithoutTheArguments() throws IOException {
    Failure failure = Outcomes.failureOf(
        fetch(
            script("echo \"$1\" >/dev/null; echo canaryOutput; printf 'log in\\033[1m first\\n' >&2; exit 3")
                + " canaryArg"));
    assertThat(failure.reason()).isEqualTo(FailureReason.LOCAL_CONFIGURATION);
    assertThat(failure.message()).contains("exit code 3", "log in [1m first")
        .doesNotContain("canary", "\033");
    assertThat(failure.step()).isEqualTo("credential_process");
  }

  @Test
  void fetch_talkativeComplaint_isCutAndDoesNotBlock() throws IOException {
    Failure failure = Outcomes.failureOf(fetch(script("head -c 300000 /dev/zero | tr '\\0' x >&2; exit 1")));
    assertThat(failure.message()).hasSizeLessThan(700);
  }

  @Test
  void fetch_tooMuchOutput_isRefused() throws IOException {
    Failure failure = Outcomes.failureOf(fetch(script("head -c 70000 /dev/zero | tr '\\0' ' '")));
    assertThat(failure.message()).contains("more than 64 KiB");
  }

  @Test
  void fetch_endlessOutput_isRefusedAndKilled() throws IOException {
    Failure failure = Outcomes
        .failureOf(fetch(script("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done")));
    assertThat(failure.message()).contains("more than 64 KiB");
  }

  @Test
  void fetch_aHangingCommand_endsAtTheLimitWithItsChildren() throws Exception {
    Path started = home.resolve("started");
    var fetch = fetch(
        script("sleep 600 & echo $! > " + started + ".tmp; mv " + started + ".tmp " + started + "; wait"));
    await(() -> Files.exists(started));
    // The command may be under way before its time limit is set.
    await(() -> workshop.time.pending() > 0);
    long child = Long.parseLong(Files.readString(started).strip());
    workshop.time.advance(Surroundings.COMMAND_LIMIT);
    Failure failure = Outcomes.failureOf(fetch);
    assertThat(failure.reason()).isEqualTo(FailureReason.UNREACHABLE);
    assertThat(failure.message()).contains("did not end within 30 seconds");
    assertThat(ProcessHandle.of(child).map(ProcessHandle::onExit).map(CompletableFuture::join))
        .satisfiesAnyOf(
            gone -> assertThat(gone).isEmpty(), gone -> assertThat(gone.orElseThrow().isAlive()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "  ", "'unclosed", "/no/such/program --flag", "/"})
  void fetch_aLineThatIsNoCommand_isALocalProblem(String line) {
    Failure failure = Outcomes.failureOf(fetch(line));
    assertThat(failure.reason()).isEqualTo(FailureReason.LOCAL_CONFIGURATION);
    assertThat(failure.remedy()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "hello", "[]", "null", "{", "{\"Version\":1,\"AccessKeyId\":\"canary",
      "{\"Version\":1} {\"Version\":1}", "{}",
      "{\"Version\":\"1\",\"AccessKeyId\":\"canary\",\"SecretAccessKey\":\"canary\"}",
      "{\"Version\":2,\"AccessKeyId\":\"canary\",\"SecretAccessKey\":\"canary\"}",
      "{\"Version\":1,\"AccessKeyId\":\"canary\"}", "{\"Version\":1,\"SecretAccessKey\":\"canary\"}",
      "{\"Version\":1,\"AccessKeyId\":\"canary\",\"SecretAccessKey\":\"\"}",
      "{\"Version\":1,\"AccessKeyId\":7,\"SecretAccessKey\":\"canary\"}",
      "{\"Version\":1,\"AccessKeyId\":\"canary\",\"SecretAccessKey\":\"canary\",\"Expiration\":\"canary\"}",
      "{\"Version\":1,\"AccessKeyId\":\"canary\",\"SecretAccessKey\":\"canary\",\"Expiration\":\"2026-01-01T01:00:00\"}"})
  void fetch_nonsense_isMalformedAndNotQuoted(String output) throws IOException {
    Failure failure = Outcomes.failureOf(fetch(script("cat <<'E'\n" + output + "\nE\n")));
    assertThat(failure.reason()).isEqualTo(FailureReason.MALFORMED_ANSWER);
    assertThat(failure.toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = { "2026-01-01T00:00:00Z", "2025-12-31T23:59:59+00:00", "2020-01-01T00:00:00+0000"})
  void fetch_expiredCredentials_areRefused(String expiration) throws IOException {
    Failure failure = Outcomes.failureOf(
        fetch(script("cat <<'E'\n" + FULL.replace("2026-01-01T01:00:00Z", expiration) + "E\n")));
    assertThat(failure.reason()).isEqualTo(FailureReason.EXPIRED_INPUT);
  }

  private CompletableFuture<Credentials> fetch(String line) {
    return source(new Recipe.Process(line, null)).fetch(Urgency.CALLER_WAITS);
  }

  private CredentialSource source(Recipe.Process step) {
    var surroundings = workshop.with(Map.of("MARK", "yes", "PATH", "/usr/bin:/bin"), home, MfaCodes.NONE);
    return new LocalSources(surroundings, new Commands(surroundings)).process(step);
  }

  private String script(String body) throws IOException {
    Path script = Files.createTempFile(home, "script", ".sh",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(script, body);
    return "/bin/sh " + script;
  }

  /** There is no event for a file of another process; this looks until it is there. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
