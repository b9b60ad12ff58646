package io.credentialbroker.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.core.session.SessionStatus;
import io.credentialbroker.core.session.SessionStatus.State;
import io.credentialbroker.core.time.Timers;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.metrics.Pulse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsPagesTest {
  private final TestBroker test = TestBroker.serving("app", "other");
  private final List<SessionStatus> sessions = new ArrayList<>();
  private final List<Pulse> pulses = new ArrayList<>();
  private final List<String> warm = new ArrayList<>();

  private Page ask(String target) {
    return new OpsPages(new Liveness(pulses),
        new Readiness(test.broker::catalog, test.broker::keyOf, () -> sessions, () -> warm, test.time),
        () -> "x 1\n")
        .page(target);
  }

  private void hold(String profile, Duration life, State state, @Nullable Failure failure) {
    sessions.add(new SessionStatus(test.key(profile), profile, state,
        life.isZero() ? null : test.session(profile, "AKIA", life), null, failure, 0, null, List.of()));
  }

  @Test
  void readyz_nothingIsKeptWarm_isReady() {
    assertThat(ask("/readyz").status()).isEqualTo(200);
  }

  @Test
  void readyz_nameToKeepWarmIsNoProfile_isNotReadyAndSaysWhy() {
    warm.add("ap");
    var page = ask("/readyz");
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.body()).contains("\"ready\":false", "no profile");
    hold("app", Duration.ofMinutes(15), State.FRESH, null);
    warm.set(0, "app");
    assertThat(ask("/readyz").status()).isEqualTo(200);
  }

  @Test
  void readyz_sessionHeld_isReadyUntilItEnds() {
    hold("app", Duration.ofMinutes(15), State.FRESH, null);
    assertThat(ask("/readyz?profile=app").body())
        .isEqualTo(
            "{\"ready\":true,\"profiles\":[{\"name\":\"app\",\"ready\":true,\"secondsToExpiry\":900}]}");

    test.time.advance(Duration.ofMinutes(15));
    assertThat(ask("/readyz?profile=app").status()).isEqualTo(503);
  }

  @Test
  void readyz_refreshFailsWhileTheSessionIsValid_isReady() {
    hold("app", Duration.ofMinutes(5), State.STALE,
        Failure.of(FailureReason.UNREACHABLE, "AssumeRole", "No answer.", "Wait."));
    assertThat(ask("/readyz?profile=app").status()).isEqualTo(200);
  }

  @Test
  void readyz_nobodyHasAsked_saysHowToHaveItFetched() {
    var page = ask("/readyz?profile=app");
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.body()).contains("keep_warm");
  }

  @Test
  void readyz_failed_tellsTheReasonAndTheRemedy() {
    hold("app", Duration.ZERO, State.FAILED,
        Failure.of(FailureReason.ACCESS_DENIED, "AssumeRole x", "Not allowed.", "Mend the policy."));
    assertThat(ask("/readyz?profile=app").body()).contains("AssumeRole x: Not allowed. Mend the policy.");
  }

  @Test
  void readyz_oneOfTwoIsNot_isNotReady() {
    hold("app", Duration.ofHours(1), State.FRESH, null);
    var page = ask("/readyz?profile=app&profile=other");
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.body()).contains("{\"name\":\"app\",\"ready\":true")
        .contains("{\"name\":\"other\",\"ready\":false");
  }

  @Test
  void readyz_keptWarmProfiles_areThoseThatCount() {
    var entries = new HashMap<>(test.broker.catalog().entries());
    entries.compute(new ProfileName("app"), (_, entry) -> new ProfileCatalog.Servable(
        ((ProfileCatalog.Servable) java.util.Objects.requireNonNull(entry)).recipe(), true, List.of()));
    test.broker.adopt(new ProfileCatalog(entries, List.of()));

    assertThat(ask("/readyz").body()).contains("\"app\"").doesNotContain("other");
    assertThat(ask("/readyz").status()).isEqualTo(503);
    hold("app", Duration.ofHours(1), State.FRESH, null);
    assertThat(ask("/readyz").status()).isEqualTo(200);
  }

  @Test
  void readyz_unknownOrBrokenProfile_isNotReady() {
    test.broken("old", new ProfileProblem("/c", "old", "role_arn", "No such thing.", "Mend it."));
    assertThat(ask("/readyz?profile=old").body()).contains("No such thing.");
    assertThat(ask("/readyz?profile=nobody").body()).contains("no profile 'nobody'");
  }

  @Test
  void readyz_encodedName_isDecodedOnce() {
    test.cold("a b");
    hold("a b", Duration.ofHours(1), State.FRESH, null);
    assertThat(ask("/readyz?profile=a%20b").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = { "/readyz?x=1", "/readyz?profile=%zz", "/livez?x", "/metrics?name=y", "/readyz?"})
  void query_thatIsNotKnown_isRefused(String target) {
    assertThat(ask(target).status()).isEqualTo(target.equals("/readyz?") ? 200 : 400);
  }

  @ParameterizedTest
  @ValueSource(strings = { "/", "/v1/credentials/app", "/metrics/", "/LIVEZ"})
  void path_thatIsNotKnown_isNotFound(String target) {
    assertThat(ask(target).status()).isEqualTo(404);
  }

  @Test
  void livez_aThreadThatHangs_isNamed() {
    var time = test.time;
    Timers hanging = (_, _) -> () -> {};
    try (var well = Pulse.of("event.loop", time, time); var hangs = Pulse.of("refresher", hanging, time)) {
      pulses.addAll(List.of(well, hangs));
      time.advance(Duration.ofSeconds(10));
      assertThat(ask("/livez").status()).isEqualTo(200);
      time.advance(Duration.ofSeconds(10));
      assertThat(ask("/livez").body()).isEqualTo("{\"alive\":false,\"silent\":[\"refresher\"]}");
      assertThat(ask("/livez").status()).isEqualTo(503);
    }
  }

  @Test
  void metrics_page_isPrometheusText() {
    assertThat(ask("/metrics").type()).startsWith("text/plain; version=0.0.4");
    assertThat(ask("/metrics").body()).isEqualTo("x 1\n");
  }
}
