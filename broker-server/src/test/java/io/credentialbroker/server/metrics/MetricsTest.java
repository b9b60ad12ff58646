package io.credentialbroker.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.mfa.DeviceStatus;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionCounts;
import io.credentialbroker.core.session.SessionPlan;
import io.credentialbroker.core.session.SessionStatus;
import io.credentialbroker.core.session.UpstreamStatus;
import io.credentialbroker.server.fixtures.ScrapeText;
import io.credentialbroker.server.fixtures.TestBroker;
import io.credentialbroker.server.pipeline.Refusal;
import io.credentialbroker.server.pipeline.VendObserver.Turned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final ProfileName APP = new ProfileName("app");

  private final TestBroker test = TestBroker.serving("app");
  private final List<SessionStatus> sessions = new ArrayList<>();
  private final List<UpstreamStatus> upstreams = new ArrayList<>();
  private final List<DeviceStatus> devices = new ArrayList<>();
  private final Metrics metrics = new Metrics();

  private ScrapeText scrape() {
    metrics.tell(new Standing("1.2.3", test.time, test.broker::catalog, test.broker::keyOf, () -> sessions,
        () -> new SessionCounts(5, 4, 3, 2), () -> upstreams, () -> Duration.ofMillis(-1500), () -> devices,
        () -> 7, () -> 1));
    return new ScrapeText(metrics.scrape());
  }

  private static Caller caller(String client) {
    return new Caller(client, Grant.EVERYTHING, null);
  }

  private Vend granted() {
    return new Vend.Granted(test.session("app", "AKIA", Duration.ofHours(1)));
  }

  private SessionPlan plan(String upstream) {
    return new SessionPlan(test.key("app"), "AssumeRole app", _ -> new CompletableFuture<>(), upstream,
        false);
  }

  @Test
  void vends_byClientAndOutcome_areCounted() {
    var vends = metrics.vends();
    vends.vended("tcp", caller("user"), APP, granted(), true);
    vends.vended("tcp", caller("user"), APP, granted(), true);
    vends.vended("tcp", caller("ci"), APP, new Vend.MfaNeeded(Told.of("x")), true);
    vends.vended("tcp", caller("ci"), APP,
        new Vend.Denied(Vend.Denied.Kind.NOT_GRANTED, "NotGranted", Told.of("x")),
        true);

    var text = scrape();
    assertThat(text.value("broker_vends_total{client=\"user\",outcome=\"granted\"}")).isEqualTo(2);
    assertThat(text.value("broker_vends_total{client=\"ci\",outcome=\"mfa_needed\"}")).isEqualTo(1);
    assertThat(text.value("broker_vends_total{client=\"ci\",outcome=\"not_granted\"}")).isEqualTo(1);
    assertThat(text.value("broker_vends_total{client=\"ci\",outcome=\"granted\"}")).isZero();
  }

  @Test
  void vends_moreClientsThanThereIsRoomFor_areToldAsOther() {
    for (int i = 0; i < 1000; i++) {
      metrics.vends().vended("tcp", caller("client" + i), APP, granted(), true);
    }

    var text = scrape();
    assertThat(text.count("broker_vends_total")).isEqualTo(65 * 9);
    assertThat(text.value("broker_vends_total{client=\"other\",outcome=\"granted\"}")).isEqualTo(1000 - 64);
  }

  @Test
  void refusals_andConnectionsTurnedAway_areCountedByReason() {
    metrics.vends().refused("tcp", null, Refusal.TOKEN_WRONG);
    metrics.vends().turnedAway("tcp", null, Turned.PEER);

    var text = scrape();
    assertThat(text.value("broker_refusals_total{reason=\"token_wrong\"}")).isEqualTo(1);
    assertThat(text.value("broker_refusals_total{reason=\"host_foreign\"}")).isZero();
    assertThat(text.count("broker_refusals_total")).isEqualTo(Refusal.values().length);
    assertThat(text.value("broker_connections_turned_away_total{reason=\"peer\"}")).isEqualTo(1);
  }

  @Test
  void waiters_whileOneWaits_areOne() {
    metrics.vends().waits();
    metrics.vends().waits();
    metrics.vends().waited();

    var text = scrape();
    assertThat(text.value("broker_waiters")).isEqualTo(1);
    assertThat(text.value("broker_vend_waits_total")).isEqualTo(2);
  }

  @Test
  void staleServes_onlyWhileTheLastRefreshHasFailed_areCounted() {
    var failure = Failure.of(FailureReason.UNREACHABLE, "AssumeRole", "No answer.", "Wait.");
    metrics.vends().vended("tcp", caller("user"), APP, granted(), true);
    metrics.sessions().failed(plan("sts"), failure, 1, Duration.ofSeconds(1));
    metrics.vends().vended("tcp", caller("user"), APP, granted(), true);
    metrics.sessions().called(plan("sts"), null, Duration.ofMillis(20));
    metrics.vends().vended("tcp", caller("user"), APP, granted(), true);

    assertThat(scrape().value("broker_stale_serves_total")).isEqualTo(1);
  }

  @Test
  void calls_withOutcomesAndTimes_areCountedByUpstream() {
    metrics.sessions().called(plan("sts.eu-central-1"), null, Duration.ofMillis(40));
    metrics.sessions().called(plan("https://user:pass@sts.example"),
        Failure.of(FailureReason.THROTTLED, "AssumeRole", "Too many.", "Wait."), Duration.ofMillis(3));
    metrics.sessions().called(plan(""), null, Duration.ofMillis(600));

    var text = scrape();
    assertThat(text.value("broker_upstream_calls_total{outcome=\"ok\",upstream=\"sts.eu-central-1\"}"))
        .isEqualTo(1);
    assertThat(
        text.value("broker_upstream_calls_total{outcome=\"throttled\",upstream=\"https://sts.example\"}"))
        .isEqualTo(1);
    assertThat(text.value("broker_upstream_call_seconds_bucket{upstream=\"sts.eu-central-1\",le=\"0.025\"}"))
        .isZero();
    assertThat(text.value("broker_upstream_call_seconds_bucket{upstream=\"sts.eu-central-1\",le=\"0.05\"}"))
        .isEqualTo(1);
    assertThat(text.value("broker_upstream_call_seconds_sum{upstream=\"local\"}")).isEqualTo(0.6);
  }

  @Test
  void fetches_everyOutcome_isThereFromTheStart() {
    var text = scrape();
    assertThat(text.count("broker_fetches_total")).isEqualTo(FailureReason.values().length + 1);
    assertThat(text.value("broker_fetches_total{outcome=\"ok\"}")).isZero();
  }

  @Test
  void sessions_held_tellTheirAgeAndTheirEnd() {
    var session = test.session("app", "AKIA", Duration.ofHours(1));
    test.time.advance(Duration.ofMinutes(10));
    sessions.add(
        new SessionStatus(test.key("app"), "app", SessionStatus.State.STALE, session, null, null, 3, null,
            List.of()));

    var text = scrape();
    assertThat(text.value("broker_session_expiry_seconds{profile=\"app\"}")).isEqualTo(3000);
    assertThat(text.value("broker_session_age_seconds{profile=\"app\"}")).isEqualTo(600);
    assertThat(text.value("broker_session_failures{profile=\"app\"}")).isEqualTo(3);
    assertThat(text.value("broker_profile_state{profile=\"app\",state=\"stale\"}")).isEqualTo(1);
    assertThat(text.value("broker_profiles{state=\"stale\"}")).isEqualTo(1);
    assertThat(text.value("broker_session_expiry_min_seconds")).isEqualTo(3000);
    sessions.clear();
    assertThat(scrape().count("broker_session_expiry_seconds")).isZero();
  }

  @Test
  void profiles_moreThanThereIsRoomFor_areToldInSums() {
    for (int i = 0; i < 999; i++) {
      test.cold("p" + i);
    }

    var text = scrape();
    assertThat(text.count("broker_profile_state")).isEqualTo(StandingMeters.MOST_PROFILES);
    assertThat(text.value("broker_profiles_unlisted")).isEqualTo(1000 - StandingMeters.MOST_PROFILES);
    assertThat(text.value("broker_profiles{state=\"idle\"}")).isEqualTo(1000);
  }

  @Test
  void upstreamsAndDevices_asTheyStand_areTold() {
    upstreams.add(new UpstreamStatus("sts.eu", UpstreamStatus.Breaker.OPEN, 4, 1, 10, 19));
    devices.add(new DeviceStatus("arn:mfa", DeviceStatus.State.NEEDED, List.of(APP),
        test.time.instant().plusSeconds(90), null, false));

    var text = scrape();
    assertThat(text.value("broker_upstream_breaker{upstream=\"sts.eu\"}")).isEqualTo(2);
    assertThat(text.value("broker_upstream_queued{upstream=\"sts.eu\"}")).isEqualTo(4);
    assertThat(text.value("broker_upstream_retries_left{upstream=\"sts.eu\"}")).isEqualTo(19);
    assertThat(text.value("broker_mfa_due_seconds{device=\"arn:mfa\"}")).isEqualTo(90);
    assertThat(text.value("broker_mfa_needed{device=\"arn:mfa\"}")).isEqualTo(1);
    assertThat(text.value("broker_clock_skew_seconds")).isEqualTo(-1.5);
    assertThat(text.value("broker_connections_open")).isEqualTo(7);
    assertThat(text.value("broker_cache_hits_total")).isEqualTo(5);
    assertThat(text.value("broker_build_info{version=\"1.2.3\"}")).isEqualTo(1);
  }

  @Test
  void labels_withQuotesAndNewlines_areEscaped() {
    test.cold("a\"b\\c");
    assertThat(scrape().value("broker_profile_state{profile=\"a\\\"b\\\\c\",state=\"idle\"}")).isEqualTo(1);
  }

  @Test
  void process_anyMachine_tellsMemoryThreadsAndCollections() {
    var text = scrape();
    assertThat(text.types()).containsKeys("jvm_memory_used_bytes", "jvm_threads_live_threads",
        "jvm_gc_time_seconds_total", "process_cpu_seconds_total", "process_start_time_seconds");
    assertThat(text.value("process_cpu_seconds_total")).isPositive();
  }

  @Test
  void lag_ofAPulse_isKeptInBuckets() {
    var time = test.time;
    try (var pulse = Pulse.of("event.loop", time, time)) {
      metrics.lagOf(pulse);
      time.advance(Pulse.EVERY.multipliedBy(3));
      assertThat(scrape().value("broker_event_loop_lag_seconds_bucket{le=\"0.001\"}")).isEqualTo(3);
      assertThat(pulse.silence()).isLessThan(Pulse.EVERY);
    }
    time.advance(Duration.ofMinutes(1));
    assertThat(scrape().value("broker_event_loop_lag_seconds_count")).isEqualTo(3);
  }
}
