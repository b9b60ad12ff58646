package io.credentialbroker.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.server.audit.Decision.Console;
import io.credentialbroker.server.audit.Decision.Refused;
import io.credentialbroker.server.audit.Decision.TurnedAway;
import io.credentialbroker.server.audit.Decision.Vended;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.pipeline.Refusal;
import io.credentialbroker.server.pipeline.VendObserver.Turned;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditLinesTest {
  private static final ProfileName DEV = new ProfileName("dev");

  private final TestBroker test = TestBroker.serving();
  private final List<Integer> looked = new ArrayList<>();
  private final AuditLines lines = new AuditLines((profile, _) -> TestBroker.roleArn(profile.value()),
      (pid, _) -> {
        looked.add(pid);
        return "/usr/bin/p" + pid;
      }, socket -> (int) socket % 100);
  private final long now = Instant.parse("2026-11-21T09:12:00.250Z").toEpochMilli();

  private static Caller caller(String client, @Nullable Peer peer) {
    return new Caller(client, Grant.EVERYTHING, peer);
  }

  private RoleSession session(String keyId, Duration life) {
    return test.session("dev", keyId, life);
  }

  private List<String> written() {
    var bytes = lines.bytes();
    String all = StandardCharsets.UTF_8.decode(bytes).toString();
    assertThat(all).endsWith("\n");
    return all.lines().toList();
  }

  @Test
  void vended_granted_saysWhoGotWhat() {
    var session = session("ASIAIOSFODNN7WXYZ", Duration.ofHours(1));
    long at = session.obtained().plusMillis(60_040).toEpochMilli();
    lines.add(new Vended(at, "127.0.0.1:9780", caller("ci", new Peer(1000, 42)), DEV,
        new Vend.Granted(session), true));

    assertThat(written()).containsExactly("{\"time\":\"" + Instant.ofEpochMilli(at)
        + "\",\"outcome\":\"granted\","
        + "\"client\":\"ci\",\"uid\":1000,\"pid\":42,\"executable\":\"/usr/bin/p42\",\"listener\":\"127.0.0.1:9780\","
        + "\"profile\":\"dev\",\"roleArn\":\"arn:aws:iam::123456789012:role/path/dev\",\"sessionName\":\"me\","
        + "\"accessKeyIdEnd\":\"WXYZ\",\"remaining\":3540,\"from\":\"cache\"}");
    assertThat(lines.count()).isEqualTo(1);
  }

  @Test
  void vended_everyKindOfNo_saysWhyInOneWord() {
    var failure = new Failure(FailureReason.THROTTLED, "STS", "No.", "Wait.", "Throttling", null);
    for (Vend vend : List.of(new Vend.Denied(Vend.Denied.Kind.NOT_GRANTED, "NotGranted",
        new Told("no \"canary\"", "canary")),
        new Vend.MfaNeeded(Told.of("canary")), new Vend.SignInNeeded(Told.of("canary")),
        new Vend.Unavailable(failure, Duration.ofSeconds(1)),
        new Vend.Unavailable(Failure.of(FailureReason.UNREACHABLE, "STS", "No.", "Wait."), Duration.ZERO))) {
      lines.add(new Vended(now, "u", caller("user", null), DEV, vend, false));
    }
    String begin = "{\"time\":\"2026-11-21T09:12:00.250Z\",\"outcome\":\"";
    String end = ",\"client\":\"user\",\"listener\":\"u\",\"profile\":\"dev\",\"from\":\"source\"}";
    assertThat(written()).containsExactly(begin + "denied\",\"reason\":\"NotGranted\"" + end,
        begin + "denied\",\"reason\":\"MfaRequired\"" + end,
        begin + "denied\",\"reason\":\"SignInRequired\"" + end,
        begin + "unavailable\",\"reason\":\"Throttling\"" + end,
        begin + "unavailable\",\"reason\":\"UNREACHABLE\"" + end);
  }

  @Test
  void console_link_saysWhoHasWhichSessionInTheOtherForm() {
    var session = session("ASIAIOSFODNN7WXYZ", Duration.ofHours(1));
    long at = session.obtained().plusMillis(60_040).toEpochMilli();
    lines.add(new Console(at, "c.sock", new Peer(1000, 42), DEV, new SignIns.Made(session)));
    assertThat(written()).containsExactly("{\"time\":\"" + Instant.ofEpochMilli(at)
        + "\",\"outcome\":\"granted\",\"client\":\"user\",\"uid\":1000,\"pid\":42,"
        + "\"executable\":\"/usr/bin/p42\",\"listener\":\"c.sock\",\"profile\":\"dev\","
        + "\"roleArn\":\"arn:aws:iam::123456789012:role/path/dev\",\"sessionName\":\"me\","
        + "\"accessKeyIdEnd\":\"WXYZ\",\"remaining\":3540,\"form\":\"console\"}");
  }

  @Test
  void console_noLink_saysWhyInOneWord() {
    lines.add(new Console(now, "c.sock", null, DEV, new SignIns.NotMade(false, "Locked")));
    lines.add(new Console(now, "c.sock", null, DEV, new SignIns.NotMade(true, "UNREACHABLE")));
    String begin = "{\"time\":\"2026-11-21T09:12:00.250Z\",\"outcome\":\"";
    String end = ",\"client\":\"user\",\"listener\":\"c.sock\",\"profile\":\"dev\",\"form\":\"console\"}";
    assertThat(written()).containsExactly(begin + "denied\",\"reason\":\"Locked\"" + end,
        begin + "unavailable\",\"reason\":\"UNREACHABLE\"" + end);
  }

  @Test
  void refused_eachRefusal_isALineOfItsOwn() {
    for (Refusal refusal : Refusal.values()) {
      lines.add(new Refused(now, "u", new Peer(-2, 0), refusal));
    }
    assertThat(written()).hasSize(Refusal.values().length).first().asString()
        .isEqualTo("{\"time\":\"2026-11-21T09:12:00.250Z\",\"outcome\":\"refused\",\"reason\":\"MALFORMED\","
            + "\"uid\":4294967294,\"listener\":\"u\"}");
  }

  @Test
  void turnedAway_aThousandTimesInASecond_isTwoLinesThatCountThemAll() {
    for (int i = 0; i < 1_000; i++) {
      lines.add(new TurnedAway(now + i / 2, "u", new Peer(65534, i), Turned.PEER));
    }
    assertThat(lines.owes()).isTrue();
    lines.settle(now + 999);
    assertThat(written()).hasSize(1).first().asString().endsWith("\"reason\":\"PEER\",\"uid\":65534,"
        + "\"listener\":\"u\",\"times\":1}");
    lines.settle(now + 1_000);
    assertThat(written()).hasSize(2).last().asString().startsWith("{\"time\":\"2026-11-21T09:12:01.250Z\"")
        .endsWith("\"times\":999}");
    assertThat(lines.owes()).isFalse();
  }

  @Test
  void turnedAway_onceThenAgainMuchLater_isToldEachTime() {
    lines.add(new TurnedAway(now, "u", null, Turned.TOO_MANY));
    lines.add(new TurnedAway(now + 5_000, "u", null, Turned.TOO_MANY));
    assertThat(written()).hasSize(2).allMatch(line -> line.endsWith("\"times\":1}"));
  }

  @Test
  void vended_sameProcessWithinASecond_isLookedAtOnce() {
    var granted = new Vend.Granted(session("ASIAAAAA", Duration.ofHours(1)));
    for (long later : new long[]{ 0, 500, 1_000, 1_001, 1_500}) {
      lines.add(new Vended(now + later, "u", caller("user", new Peer(1000, 7)), DEV, granted, true));
    }
    assertThat(looked).containsExactly(7, 7);
  }

  @Test
  void vended_manyConnectionsOfOneProcess_shareAFixedPart() {
    var granted = new Vend.Granted(session("ASIAAAAA", Duration.ofHours(1)));
    for (long i = 0; i < 100; i++) {
      lines.add(new Vended(now, "u", caller("user", new Peer(1000, 0, 7 + 100 * i)), DEV, granted, true));
    }
    assertThat(looked).containsExactly(7);
    assertThat(written()).hasSize(100).allMatch(line -> line.contains("\"pid\":7,"));
  }

  @Test
  void vended_overTcp_namesTheProcessThatHoldsTheSocketAndLooksAgainAfterASecond() {
    var granted = new Vend.Granted(session("ASIAAAAA", Duration.ofHours(1)));
    for (long later : new long[]{ 0, 500, 1_001}) {
      lines.add(new Vended(now + later, "u", caller("user", new Peer(1000, 0, 4_207)), DEV, granted, true));
    }
    lines.add(new Vended(now, "u", caller("user", new Peer(1000, 0, 4_300)), DEV, granted, true));
    lines.add(new Refused(now, "u", new Peer(1000, 0, 4_208), Refusal.TOKEN_WRONG));

    assertThat(looked).containsExactly(7, 7, 8);
    assertThat(written()).first().asString()
        .contains("\"uid\":1000,\"pid\":7,\"executable\":\"/usr/bin/p7\"");
    assertThat(written().get(3)).contains("\"uid\":1000,\"listener\"");
    assertThat(written().get(4)).contains("\"pid\":8,\"executable\":\"/usr/bin/p8\"");
  }

  @Test
  void vended_anotherSession_hasItsOwnKeyAndLife() {
    for (String key : List.of("ASIAAAAA", "ASIABBBB", "ASIAAAAA", "AKI")) {
      var session = session(key, Duration.ofMinutes(key.length()));
      lines.add(new Vended(session.obtained().toEpochMilli(), "u", caller("user", null), DEV,
          new Vend.Granted(session), true));
    }
    assertThat(written()).extracting(line -> line.replaceAll(".*accessKeyIdEnd\":", ""))
        .containsExactly("\"AAAA\",\"remaining\":480,\"from\":\"cache\"}",
            "\"BBBB\",\"remaining\":480,\"from\":\"cache\"}",
            "\"AAAA\",\"remaining\":480,\"from\":\"cache\"}",
            "\"AKI\",\"remaining\":180,\"from\":\"cache\"}");
  }

  @Test
  void line_hostileText_staysOneLineOfJson() throws Exception {
    String odd = "a\"b\\c\u0001\u2028ü\ud83d\ude00" + "x".repeat(200);
    lines.add(
        new Vended(now, "/run/\"quoted\n", caller("user", null), new ProfileName(odd.replace("\u0001", "")),
            new Vend.Denied(Vend.Denied.Kind.BAD_CONFIGURATION, "x".repeat(5_000), Told.of("")), true));
    var line = written();
    assertThat(line).hasSize(1);
    var json = new ObjectMapper().readTree(line.getFirst());
    assertThat(json.get("profile").asText()).isEqualTo(odd.replace("\u0001", ""));
    assertThat(json.get("listener").asText()).isEqualTo("/run/\"quoted\n");
    assertThat(json.get("reason").asText()).hasSize(1_024);
  }

  @Test
  void vended_longNameThatNoProfileHas_isCutSinceItMayBeAToken() {
    for (var kind : List.of(Vend.Denied.Kind.UNKNOWN_PROFILE, Vend.Denied.Kind.NOT_GRANTED)) {
      lines.add(new Vended(now, "u", caller("user", null), new ProfileName("t".repeat(43)),
          new Vend.Denied(kind, "X", Told.of("")), true));
    }
    lines.add(new Vended(now, "u", caller("user", null), new ProfileName("p".repeat(32)),
        new Vend.Denied(Vend.Denied.Kind.UNKNOWN_PROFILE, "X", Told.of("")), true));
    assertThat(written()).extracting(line -> line.replaceAll(".*profile\":\"([^\"]*).*", "$1"))
        .containsExactly("tttttttt…", "tttttttt…", "p".repeat(32));
  }

  @Test
  void add_untilFull_neverOverflows() {
    var granted = new Vend.Granted(session("ASIAAAAA", Duration.ofHours(1)));
    int added = 0;
    while (!lines.isFull()) {
      lines.add(new Vended(now, "u".repeat(3_000), caller("user", null), new ProfileName("ü".repeat(256)),
          granted, true));
      added++;
    }
    assertThat(written()).hasSize(added).doesNotContain("");
    assertThat(lines.bytes()).isEqualTo(lines.bytes());
    lines.clear();
    assertThat(lines.isEmpty()).isTrue();
    assertThat(lines.count()).isZero();
  }

  @Test
  void lines_ofEverything_haveNoSecret() {
    lines.add(new Vended(now, "u", caller("user", new Peer(1, 2)), DEV,
        new Vend.Granted(session("ASIAAAAA", Duration.ofHours(1))), true));
    assertThat(written().toString()).doesNotContain(TestBroker.SECRET_KEY).doesNotContain("canary")
        .doesNotContain("ASIAAAAA");
  }
}
