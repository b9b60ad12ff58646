package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.fault.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One-time codes from the person to STS and back, against the sandbox's real TOTP. */
class MfaTest {
  @TempDir
  Path folder;
  private MfaFixture mfa;

  @BeforeEach
  void surround() throws Exception {
    mfa = new MfaFixture(folder);
  }

  @AfterEach
  void end() {
    mfa.close();
  }

  @Test
  void oneCode_fiveRoles_areServedForTwelveHoursAndTheWarningComesInTime() throws Exception {
    try (var daemon = mfa.daemon()) {
      assertThat(mfa.ask(daemon, "r1").body()).contains("\"MfaRequired\"", "Run: broker mfa r1");
      var given = mfa.give("r1", mfa.code());
      assertThat(given.status()).as(given.body()).isEqualTo(200);
      assertThat(given.json().get("profiles")).hasSize(6);
      Instant end = Instant.parse(given.json().get("expiration").asText());
      assertThat(end).isEqualTo(mfa.time.instant().plus(Duration.ofHours(12)));
      while (mfa.time.instant().isBefore(end.minusSeconds(60))) {
        for (String role : MfaFixture.ROLES) {
          var answer = mfa.ask(daemon, role);
          assertThat(answer.statusCode()).as(mfa.time.instant() + " " + answer.body()).isEqualTo(200);
        }
        Instant next = mfa.time.instant().plus(Duration.ofMinutes(10));
        mfa.passUntil(next.isBefore(end) ? next : end.minusSeconds(30));
      }
      assertThat(mfa.profiles().findValuesAsText("mfaDue")).hasSize(6).containsOnly(end.toString());
      assertThat(mfa.profiles().findValuesAsText("state")).filteredOn("FRESH"::equals).hasSize(5);
      assertThat(mfa.around.sandbox.calls().count("sts:GetSessionToken")).isEqualTo(1);
      assertThat(mfa.around.sandbox.calls().count("sts:AssumeRole")).isBetween(5 * 22L, 5 * 28L);
      assertThat(mfa.logged("is due at")).singleElement().asString()
          .startsWith(end.minus(Duration.ofMinutes(30)).toString().substring(0, 16));
    }
  }

  @Test
  void codeNotRenewed_afterTheLastRoleHasEnded_isAskedForAgain() throws Exception {
    try (var daemon = mfa.daemon()) {
      mfa.give("r1", mfa.code());
      assertThat(mfa.ask(daemon, "r1").statusCode()).isEqualTo(200);
      mfa.passUntil(mfa.time.instant().plus(Duration.ofMinutes(12 * 60 + 61)));
      assertThat(mfa.ask(daemon, "r1").statusCode()).isEqualTo(403);
      assertThat(mfa.give("r1", mfa.code()).status()).isEqualTo(200);
      assertThat(mfa.ask(daemon, "r1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void wrongCodes_three_areToldWithTheReasonAndMakeItWait() throws Exception {
    try (var _ = mfa.daemon()) {
      for (int i = 0; i < 2; i++) {
        var refused = mfa.give("r1", mfa.wrongCode());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("code").asText()).isEqualTo("MfaCodeRefused");
        assertThat(refused.json().get("message").asText()).contains("invalid MFA one time pass code")
            .doesNotContain("Too many");
        mfa.time.advance(Duration.ofMinutes(2));
      }
      var third = mfa.give("r1", mfa.wrongCode()).json();
      assertThat(third.get("remedy").asText())
          .isEqualTo("Wait, and run 'broker mfa' again with the code that is shown then.");
      assertThat(third.get("message").asText())
          .contains(" Too many codes were wrong: the next one is taken in 60 s. ");
      assertThat(third.get("message").asText()).endsWith(". " + third.get("remedy").asText());
      long calls = mfa.around.sandbox.calls().count("sts:GetSessionToken");
      var waits = mfa.give("r1", mfa.code());
      assertThat(waits.status()).isEqualTo(429);
      assertThat(waits.json().has("remedy")).isFalse();
      assertThat(mfa.around.sandbox.calls().count("sts:GetSessionToken")).isEqualTo(calls);
      mfa.time.advance(Duration.ofSeconds(61));
      assertThat(mfa.give("r1", mfa.code()).status()).isEqualTo(200);
    }
  }

  @Test
  void forget_oneRoleAndThenAll_onlyAllNeedsANewCode() throws Exception {
    try (var daemon = mfa.daemon()) {
      mfa.give("r1", mfa.code());
      assertThat(mfa.ask(daemon, "r1").statusCode()).isEqualTo(200);
      var one = mfa.around.overUnix("control.sock", "POST", "/v1/profiles/r1/forget");
      assertThat(one.body()).isEqualTo("{\"forgotten\":1}");
      assertThat(mfa.ask(daemon, "r1").statusCode()).isEqualTo(200);
      var all = mfa.around.overUnix("control.sock", "POST", "/v1/forget").json();
      assertThat(all.get("forgotten").asInt()).isGreaterThanOrEqualTo(2);
      assertThat(all.get("needCode").asInt()).isEqualTo(1);
      assertThat(mfa.ask(daemon, "r1").body()).contains("\"MfaRequired\"");
    }
  }

  @Test
  void usedCode_givenAgain_isNotSentAgain() throws Exception {
    try (var _ = mfa.daemon()) {
      String code = mfa.code();
      assertThat(mfa.give("r1", code).status()).isEqualTo(200);
      var used = mfa.give("r2", code).json();
      assertThat(used.get("code").asText()).isEqualTo("MfaCodeUsed");
      assertThat(used.get("remedy").asText()).isEqualTo("Wait for the next one, half a minute at most.");
      assertThat(mfa.around.sandbox.calls().count("sts:GetSessionToken")).isEqualTo(1);
      mfa.time.advance(Duration.ofSeconds(30));
      assertThat(mfa.give("r2", mfa.code()).status()).as("an early renewal").isEqualTo(200);
    }
  }

  @Test
  void mfaCommand_roleAskedFor_isRunOnceAndNobodyTypes() throws Exception {
    Path runs = folder.resolve("runs");
    Path shown = Files.writeString(folder.resolve("shown"), mfa.code());
    useCommand("echo {serial} >> " + runs + "; cat " + shown);
    try (var daemon = mfa.daemon()) {
      for (String role : MfaFixture.ROLES) {
        assertThat(mfa.ask(daemon, role).statusCode()).isEqualTo(200);
      }
      assertThat(Files.readAllLines(runs)).containsExactly(DemoWorld.MFA_SERIAL);
      assertThat(mfa.logged(mfa.code())).isEmpty();
      assertThat(
          mfa.around.overUnix("control.sock", "GET", "/v1/mfa").json().at("/devices/0/command").asBoolean())
          .isTrue();
    }
  }

  @Test
  void mfaCommand_thatFails_isRunOnceInAWindowAndSaysWhy() throws Exception {
    Path runs = folder.resolve("runs");
    useCommand("echo x >> " + runs + "; echo 'no key plugged in' >&2; exit 4");
    try (var daemon = mfa.daemon()) {
      for (int i = 0; i < 5; i++) {
        assertThat(mfa.ask(daemon, "r" + (i + 1)).body()).contains("MfaRequired", "no key plugged in",
            "broker mfa r" + (i + 1));
        mfa.time.advance(Duration.ofSeconds(2));
      }
      assertThat(Files.readAllLines(runs)).hasSize(1);
      mfa.time.advance(Duration.ofSeconds(30));
      mfa.ask(daemon, "r1");
      assertThat(Files.readAllLines(runs)).hasSize(2);
    }
  }

  @Test
  void mfaCommand_nobodyAsking_renewsAtHalfLifeAndNeverAfterTheEnd() throws Exception {
    Path runs = Files.createFile(folder.resolve("runs"));
    Path shown = Files.writeString(folder.resolve("shown"), mfa.code());
    useCommand("echo x >> " + runs + "; cat " + shown);
    try (var daemon = mfa.daemon()) {
      mfa.ask(daemon, "r1");
      Instant begin = mfa.time.instant();
      Files.writeString(shown, "000000"); // the device is not at hand when its session is to be renewed
      mfa.passUntil(begin.plus(Duration.ofHours(11)));
      assertThat(Files.readAllLines(runs)).as("the first, and one try at half-life").hasSize(2);
      mfa.passUntil(begin.plus(Duration.ofHours(30)));
      assertThat(Files.readAllLines(runs)).as("nobody has asked").hasSize(2);
    }
  }

  @Test
  void reload_newCommand_isUsedWithoutARestart() throws Exception {
    try (var daemon = mfa.daemon()) {
      assertThat(mfa.ask(daemon, "r1").statusCode()).isEqualTo(403);
      useCommand("cat " + Files.writeString(folder.resolve("shown"), mfa.code()));
      assertThat(daemon.reload()).isEmpty();
      mfa.time.advance(Duration.ofSeconds(2)); // the refusal is given from memory for a second
      assertThat(mfa.ask(daemon, "r1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void upstreamGone_afterACode_saysThatTheCodeMayBeUsedUp() throws Exception {
    try (var _ = mfa.daemon()) {
      mfa.around.sandbox.faults().always("sts:GetSessionToken", new Fault.Reset());
      assertThat(mfa.give("r1", mfa.code()).json().get("message").asText()).contains("may be used up",
          "broker mfa");
    }
  }

  private void useCommand(String body) throws Exception {
    Path script = Files.writeString(folder.resolve("code.sh"), body.replace("{serial}", "$1") + '\n');
    Files.writeString(mfa.around.toml, "[listen]\ntcp = [\"127.0.0.1:0\"]\n[mfa]\nmfa_command = \"/bin/sh "
        + script + " {serial}\"\n");
  }
}
