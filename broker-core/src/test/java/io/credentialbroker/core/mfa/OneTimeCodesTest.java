package io.credentialbroker.core.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.core.source.CodeNeed;
import io.credentialbroker.core.source.Commands;
import io.credentialbroker.core.source.Urgency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes of people and of real commands. */
class OneTimeCodesTest {
  private static final SessionKey KEY = new SessionKey(1, 0, 0, 0);
  private static final MfaDevice DEVICE = new MfaDevice("GAHT12345678", MfaDevice.Mode.SESSION);
  private static final CodeNeed WAITED_FOR = new CodeNeed(DEVICE, KEY, Urgency.CALLER_WAITS);
  private static final CodeNeed BACKGROUND = new CodeNeed(DEVICE, KEY, Urgency.BACKGROUND);

  @TempDir
  private Path home;

  private final ManualTime time = ManualTime.start();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final CompletableFuture<SessionKey> arrived = new CompletableFuture<>();

  @AfterEach
  void end() {
    executor.shutdownNow();
  }

  @Test
  void take_typedCode_comesBeforeTheCommand() throws IOException {
    var codes = codes(script("echo 111111"), Duration.ofSeconds(20));
    assertThat(codes.put(DEVICE, KEY, Secret.of("222222"))).isEqualTo(OneTimeCodes.Put.THERE);
    assertThat(codes.take(WAITED_FOR)).contains(Secret.of("222222"));
    assertThat(codes.take(WAITED_FOR)).contains(Secret.of("111111"));
  }

  @Test
  void put_usedOrWaiting_isNotThere() {
    var codes = codes(null, Duration.ofSeconds(20));
    codes.put(DEVICE, KEY, Secret.of("222222"));
    codes.take(WAITED_FOR);
    assertThat(codes.put(DEVICE, KEY, Secret.of("222222"))).isEqualTo(OneTimeCodes.Put.USED);
    for (int i = 0; i < 3; i++) {
      codes.refused(WAITED_FOR);
    }
    assertThat(codes.put(DEVICE, KEY, Secret.of("333333"))).isEqualTo(OneTimeCodes.Put.WAITS);
    assertThat(codes.whyNone(WAITED_FOR)).contains("from 2026-01-01T00:01:00Z on");
    assertThat(codes.waitsUntil("another")).isNull();
  }

  @Test
  void take_ofACommand_isOncePerWindowAndNamesTheDevice() throws IOException {
    Path runs = home.resolve("runs");
    var codes = codes(
        script("echo $1 >> " + runs + "; wc -l < " + runs + " | xargs printf %06d") + " {serial}",
        Duration.ofSeconds(20));
    assertThat(codes.take(WAITED_FOR)).contains(Secret.of("000001"));
    assertThat(codes.take(WAITED_FOR)).isEmpty();
    time.advance(Duration.ofSeconds(30));
    assertThat(codes.take(WAITED_FOR)).contains(Secret.of("000002"));
    assertThat(Files.readAllLines(runs)).containsExactly("GAHT12345678", "GAHT12345678");
  }

  @Test
  void take_withNobodyWaiting_runsTheCommandOnlyToRenewWhatIsValid() throws IOException {
    Path runs = Files.createFile(home.resolve("runs"));
    var codes = codes(script("echo x >> " + runs + "; echo 111111"), Duration.ofSeconds(20));
    assertThat(codes.take(BACKGROUND)).as("no session yet").isEmpty();
    codes.accepted(WAITED_FOR, time.instant().plusSeconds(3600));
    time.advance(Duration.ofMinutes(59));
    assertThat(codes.take(BACKGROUND)).as("valid").isPresent();
    time.advance(Duration.ofMinutes(1));
    assertThat(codes.take(BACKGROUND)).as("ended").isEmpty();
    assertThat(Files.readAllLines(runs)).hasSize(1);
  }

  @Test
  void take_sameCodeFromTheCommandAgain_isNotUsedAgain() throws IOException {
    var codes = codes(script("echo 111111"), Duration.ofSeconds(20));
    assertThat(codes.take(WAITED_FOR)).isPresent();
    time.advance(Duration.ofSeconds(30));
    assertThat(codes.take(WAITED_FOR)).isEmpty();
    assertThat(codes.whyNone(WAITED_FOR)).contains("has been used already");
  }

  @ParameterizedTest
  @ValueSource(strings = { "echo 12345", "echo 1234567", "echo canary", "true", "echo 123456; exit 1",
      "echo 123456 canary", "printf '123456\\n123456'"})
  void take_commandThatGivesNoCode_saysSoAndShowsNoOutput(String body) throws IOException {
    var codes = codes(script(body), Duration.ofSeconds(20));
    assertThat(codes.take(WAITED_FOR)).isEmpty();
    assertThat(codes.whyNone(WAITED_FOR)).startsWith("mfa_command: ").doesNotContain("canary", "123456");
  }

  @Test
  void take_commandThatIsNotThere_saysSo() {
    var codes = codes("/no/such/program", Duration.ofSeconds(20));
    assertThat(codes.take(WAITED_FOR)).isEmpty();
    assertThat(codes.whyNone(WAITED_FOR)).contains("could not be started");
  }

  @Test
  void take_commandThatTakesLong_isUsedWhenItHasEnded() throws Exception {
    Path go = home.resolve("go");
    Runtime.getRuntime().exec(new String[]{ "mkfifo", go.toString()}).waitFor();
    var codes = codes(script("read -r x < " + go + "; echo 111111"), Duration.ofMillis(1));
    assertThat(codes.take(WAITED_FOR)).isEmpty();
    assertThat(codes.whyNone(WAITED_FOR)).contains("has not ended yet");
    Files.writeString(go, "go\n");
    assertThat(arrived.get(20, TimeUnit.SECONDS)).isEqualTo(KEY);
    assertThat(codes.holds(DEVICE, KEY)).isTrue();
    assertThat(codes.take(WAITED_FOR)).contains(Secret.of("111111"));
  }

  @Test
  void use_otherCommands_areRunFromThenOn() throws IOException {
    var codes = codes(null, Duration.ofSeconds(20));
    assertThat(codes.hasCommand(DEVICE.serial())).isFalse();
    codes.use(new MfaCommands(script("echo 111111"), Map.of(DEVICE.serial(), script("echo 222222"))));
    assertThat(codes.hasCommand("another")).isTrue();
    assertThat(codes.take(WAITED_FOR)).as("the device's own").contains(Secret.of("222222"));
  }

  @Test
  void toString_ofCommands_showsNoLine() {
    assertThat(new MfaCommands("canary", Map.of("serial", "canary"))).asString().contains("serial")
        .doesNotContain("canary");
  }

  private OneTimeCodes codes(@Nullable String line, Duration patience) {
    var commands = new Commands(Map.of("PATH", "/usr/bin:/bin"), home, executor, time,
        OneTimeCodes.COMMAND_LIMIT);
    return new OneTimeCodes(time, new MfaCommands(line, Map.of()), commands, patience, arrived::complete,
        new CodesDue(time, time, _ -> Optional.of(List.of()), SessionListener.NONE));
  }

  private String script(String body) throws IOException {
    return "/bin/sh " + Files.writeString(Files.createTempFile(home, "code", ".sh"), body + '\n');
  }
}
