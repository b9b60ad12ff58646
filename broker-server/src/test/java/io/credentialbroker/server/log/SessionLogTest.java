package io.credentialbroker.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionPlan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.LogManager;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionLogTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SessionPlan PLAN = new SessionPlan(SessionKey.of(new Recipe.Environment()),
      "AssumeRole x",
      _ -> new CompletableFuture<>(), "", false);
  private static final RoleSession SESSION = new RoleSession(PLAN.key(),
      new Credentials("ASIACANARY", Secret.of("canary-key"), Secret.of("canary-token"), NOW.plusSeconds(3600),
          null,
          null),
      NOW, NOW.plusSeconds(3600));
  private static final Failure THROTTLED = Failure.of(FailureReason.THROTTLED, "AssumeRole x",
      "Too many calls.",
      "Wait.");
  private static final Failure DENIED = Failure.of(FailureReason.ACCESS_DENIED, "AssumeRole x", "No.",
      "Ask.");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final SessionLog log = new SessionLog();

  @BeforeEach
  void listen() {
    Log.to(new PrintStream(bytes, true, StandardCharsets.UTF_8), Log.Format.TEXT, false);
  }

  @AfterEach
  void silence() {
    LogManager.getLogManager().reset();
  }

  @Test
  void json_eachEvent_hasItsNameAndItsPartsBesideTheSameSentence() throws Exception {
    log.failed(PLAN, THROTTLED, 1, Duration.ofSeconds(5));
    String sentence = bytes.toString(StandardCharsets.UTF_8).strip();
    Log.use(Log.Format.JSON);
    bytes.reset();
    log.failed(PLAN, DENIED, 2, Duration.ofSeconds(5));
    log.fetched(PLAN, SESSION, Duration.ofMillis(20));
    var json = new ObjectMapper();
    var lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    var failed = json.readTree(lines.get(0));
    assertThat(failed.get("event").asText()).isEqualTo("session.failed");
    assertThat(failed.get("reason").asText()).isEqualTo("ACCESS_DENIED");
    assertThat(failed.get("source").asText()).isEqualTo(PLAN.label());
    assertThat(failed.get("session").asText()).isEqualTo(PLAN.key().shortForm());
    var recovered = json.readTree(lines.get(1));
    assertThat(recovered.get("event").asText()).isEqualTo("session.recovered");
    assertThat(recovered.get("until").asText()).isEqualTo("2026-01-01T01:00:00Z");
    assertThat(sentence).endsWith("Too many calls. Wait.").doesNotContain("session.failed");
  }

  private static SessionPlan of(int profiles) {
    return PLAN.neededBy(IntStream.range(0, profiles).mapToObj(i -> new ProfileName("p" + i)).toList());
  }

  @Test
  void failed_sessionOfSomeProfiles_namesThemAndTheStepOnce() {
    log.failed(of(1), THROTTLED, 1, Duration.ofSeconds(5));
    log.failed(of(5), DENIED, 2, Duration.ofSeconds(5));
    log.failed(of(3), Failure.of(FailureReason.UNREACHABLE, "SSO", "Silence.", "Wait."), 3,
        Duration.ofSeconds(5));
    String which = "AssumeRole x (" + PLAN.key().shortForm() + "): ";
    assertThat(lines()).extracting(line -> line.replaceAll("^\\S+ ", "")).containsExactly(
        "WARN session: profile p0, " + which + "Too many calls. Wait.",
        "WARN session: profiles p0, p1, p2 and 2 more, " + which + "No. Ask.",
        "WARN session: profiles p0, p1, p2, " + which + "SSO: Silence. Wait.");
  }

  @Test
  void json_sessionOfSomeProfiles_hasTheirNamesAndHowManyMore() throws Exception {
    Log.use(Log.Format.JSON);
    log.failed(of(5), DENIED, 1, Duration.ofSeconds(5));
    log.fetched(of(2), SESSION, Duration.ofMillis(20));
    log.expired(PLAN);
    var json = new ObjectMapper();
    var failed = json.readTree(lines().get(0));
    assertThat(failed.get("profiles").toString()).isEqualTo("[\"p0\",\"p1\",\"p2\"]");
    assertThat(failed.get("more_profiles").asInt()).isEqualTo(2);
    var recovered = json.readTree(lines().get(1));
    assertThat(recovered.get("profiles").toString()).isEqualTo("[\"p0\",\"p1\"]");
    assertThat(recovered.has("more_profiles")).isFalse();
    assertThat(json.readTree(lines().get(2)).has("profiles")).isFalse();
  }

  @Test
  void fetched_manyTimes_tellsTheFirst() {
    for (int i = 0; i < 10; i++) {
      log.fetched(PLAN, SESSION, Duration.ofMillis(20));
    }
    assertThat(lines()).singleElement().asString().contains("INFO session: AssumeRole x (")
        .contains("fetched in 20 ms; valid until 2026-01-01T01:00:00Z").doesNotContain("canary")
        .doesNotContain("CANARY");
  }

  @Test
  void failed_storm_tellsOneLineForEachReason() {
    for (int i = 1; i <= 1000; i++) {
      log.failed(PLAN, i < 900 ? THROTTLED : DENIED, i, Duration.ofSeconds(30));
    }
    assertThat(lines()).hasSize(2).allSatisfy(line -> assertThat(line).contains("WARN"));
    assertThat(lines().getFirst()).contains("Too many calls. Wait.").containsOnlyOnce("AssumeRole x");
  }

  @Test
  void fetched_afterFailure_tellsTheRecovery() {
    log.fetched(PLAN, SESSION, Duration.ZERO);
    log.failed(PLAN, THROTTLED, 1, Duration.ofSeconds(30));
    log.fetched(PLAN, SESSION, Duration.ZERO);
    log.fetched(PLAN, SESSION, Duration.ZERO);
    assertThat(lines()).hasSize(3);
    assertThat(lines().getLast()).contains("recovered from THROTTLED");
  }

  @Test
  void failed_codeNotThereYetWhileTheSessionLasts_isToldOnlyWhenItIsDue() {
    var missing = Failure.of(FailureReason.MFA_NEEDED, "GetSessionToken", "A code is needed.", "Run it.");
    log.fetched(PLAN, SESSION, Duration.ZERO);
    log.failed(PLAN, missing, 1, Duration.ZERO);
    assertThat(lines()).hasSize(1);
    log.codeDue("arn:aws:iam::123456789012:mfa/alice", NOW.plusSeconds(3600),
        List.of(new ProfileName("my role"), new ProfileName("b")));
    assertThat(lines().getLast()).contains("WARN",
        "mfa/alice is due at 2026-01-01T01:00:00Z for my role, b;", "'broker mfa 'my role''");
    log.expired(PLAN);
    log.failed(PLAN, missing, 2, Duration.ZERO);
    assertThat(lines().getLast()).contains("WARN", "A code is needed. Run it.");
  }

  @Test
  void codeDue_manyProfiles_namesAFewAndCountsTheRest() {
    log.codeDue("arn:aws:iam::123456789012:mfa/alice", NOW,
        IntStream.range(0, 8).mapToObj(i -> new ProfileName("p" + i)).toList());
    assertThat(lines().getLast()).contains("for p0, p1, p2, p3, p4 and 3 more; 'broker mfa p0'");
  }

  @Test
  void dropped_heldSession_isToldOnce() {
    log.fetched(PLAN, SESSION, Duration.ZERO);
    log.dropped(PLAN);
    log.dropped(PLAN);
    assertThat(lines()).hasSize(2);
    assertThat(lines().getLast()).contains("dropped");
  }

  @Test
  void expiredAndJump_areTold() {
    log.expired(PLAN);
    log.clockJumped(Duration.ofHours(-1));
    assertThat(lines().getFirst()).contains("WARN").contains("ran out");
    assertThat(lines().getLast()).contains("jumped by -3600 s");
  }

  @Test
  void clockSkewed_eitherWay_isToldInWords() {
    log.clockSkewed(Duration.ofSeconds(90));
    log.clockSkewed(Duration.ofSeconds(-90));
    assertThat(lines().getFirst()).contains("90 s behind AWS's");
    assertThat(lines().getLast()).contains("90 s ahead of AWS's");
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
