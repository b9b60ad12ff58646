package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.server.fixtures.RawClient;
import io.credentialbroker.server.fixtures.ScrapeText;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What monitors see of a real daemon, and that what we hand out for them fits it. */
class MonitoringTest {
  private static final Path HANDED_OUT = Path.of("..", "packaging", "observability");
  private static final Pattern METRIC = Pattern.compile("\\b(?:broker|jvm|process)_[a-z0-9_]+");

  @TempDir
  Path folder;

  /** A daemon that has done everything that makes a metric appear: fetched, waited, and used a one-time code. */
  private ScrapeText scrape(MfaFixture fixture, Daemon daemon) throws Exception {
    assertThat(fixture.give("r1", fixture.code()).status()).isEqualTo(200);
    assertThat(fixture.ask(daemon, "r1").statusCode()).isEqualTo(200);
    return new ScrapeText(fixture.around.overUnix("control.sock", "GET", "/metrics").body());
  }

  private static Set<String> named(String text) {
    var names = new TreeSet<String>();
    METRIC.matcher(text).results().forEach(found -> names.add(found.group()));
    return names;
  }

  @Test
  void documentDashboardAndAlerts_everyMetric_isInARealScrape() throws Exception {
    try (var fixture = new MfaFixture(folder); var daemon = fixture.daemon()) {
      var text = scrape(fixture, daemon);
      var known = new TreeSet<String>();
      text.types().forEach((name, type) -> known.addAll(type.equals("histogram")
          ? Set.of(name + "_bucket", name + "_sum", name + "_count")
          : Set.of(name)));

      assertThat(Files.readAllLines(Path.of("..", "docs", "metrics.md"))).filteredOn(line -> line.matches(
          "\\| `(broker|process)_.*")).containsExactlyElementsOf(
              text.rows().stream().filter(row -> !row.startsWith("| `jvm_")).toList());
      var alerts = new StringBuilder();
      Files.readAllLines(HANDED_OUT.resolve("alerts.yml")).stream()
          .filter(line -> line.strip().startsWith("expr: "))
          .forEach(line -> alerts.append(line).append('\n'));
      assertThat(named(alerts.toString())).hasSizeGreaterThan(10).isSubsetOf(known);
      var expressions = new StringBuilder();
      for (JsonNode panel : new ObjectMapper()
          .readTree(HANDED_OUT.resolve("grafana-dashboard.json").toFile()).get("panels")) {
        panel.path("targets").forEach(target -> expressions.append(target.get("expr").asText()).append('\n'));
      }
      assertThat(named(expressions.toString())).hasSizeGreaterThan(20).isSubsetOf(known);
    }
  }

  @Test
  void alerts_everyOne_isExplained() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "operations.md"));
    Pattern.compile("(?m)^ +- alert: (\\S+)").matcher(Files.readString(HANDED_OUT.resolve("alerts.yml")))
        .results()
        .forEach(alert -> assertThat(page).contains("`" + alert.group(1) + "`"));
  }

  @Test
  void metrics_afterRequests_countThemAndHoldNoSecret() throws Exception {
    try (var fixture = new MfaFixture(folder); var daemon = fixture.daemon()) {
      scrape(fixture, daemon);
      var served = new ObjectMapper().readTree(fixture.ask(daemon, "r1").body());
      fixture.around.overTcp(daemon, "r1", "not-the-token");

      String page = fixture.around.overUnix("control.sock", "GET", "/metrics").body();
      assertThat(page).doesNotContain(fixture.around.token())
          .doesNotContain(served.get("SecretAccessKey").asText())
          .doesNotContain(served.get("Token").asText()).doesNotContain(served.get("AccessKeyId").asText())
          .doesNotContain("not-the-token");
      var text = new ScrapeText(page);
      assertThat(text.value("broker_vends_total{client=\"user\",outcome=\"granted\"}"))
          .isGreaterThanOrEqualTo(2);
      assertThat(text.value("broker_refusals_total{reason=\"token_wrong\"}")).isEqualTo(1);
      assertThat(text.value("broker_waiters")).isZero();
      assertThat(text.value("broker_session_expiry_seconds{profile=\"r1\"}")).isBetween(3500.0, 3600.0);
    }
  }

  @Test
  void opsListener_allItsPages_areServedAndCredentialsAreNot() throws Exception {
    try (var around = new DaemonFixture(folder)) {
      Files.writeString(around.toml,
          "[listen]\ntcp = [\"127.0.0.1:0\"]\n[ops]\nlisten = [\"127.0.0.1:0\"]\n");
      try (var daemon = around.daemon()) {
        around.credentials(daemon, "demo");
        InetSocketAddress ops = ops(daemon);
        assertThat(get(ops, "/livez", "").status()).isEqualTo(200);
        assertThat(get(ops, "/readyz?profile=demo", "").body()).contains("\"ready\":true");
        var metrics = get(ops, "/metrics", "");
        assertThat(metrics.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(new ScrapeText(metrics.body()).types()).containsKey("broker_session_expiry_seconds");
        String token = "Authorization: " + around.token() + "\r\n";
        for (String path : new String[]{ "/v1/credentials/demo", "/v1/credential-process/demo",
            "/v1/status"}) {
          assertThat(get(ops, path, token).status()).as(path).isEqualTo(404);
        }
        assertThat(get(tcp(daemon), "/metrics", token).status()).isEqualTo(404);
      }
    }
  }

  @Test
  void opsListener_browserProxyOrForeignHost_isRefused() throws Exception {
    try (var around = new DaemonFixture(folder)) {
      Files.writeString(around.toml, "[listen]\ntcp = []\n[ops]\nlisten = [\"0.0.0.0:0\"]\n");
      try (var daemon = around.daemon()) {
        var ops = new InetSocketAddress("127.0.0.1", ops(daemon).getPort());
        assertThat(get(ops, "/livez", "").status()).isEqualTo(200);
        assertThat(get(ops, "/livez", "Origin: http://x\r\n").status()).isEqualTo(403);
        assertThat(get(ops, "/livez", "X-Forwarded-For: 1.2.3.4\r\n").status()).isEqualTo(403);
        assertThat(ask(ops, "GET /livez HTTP/1.1\r\nHost: evil.example\r\n\r\n").status()).isEqualTo(403);
        assertThat(ask(ops, "GET /livez HTTP/1.1\r\nHost: 0.0.0.0:" + ops.getPort() + "\r\n\r\n").status())
            .isEqualTo(403);
        assertThat(ask(ops, "POST /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n").status())
            .isEqualTo(405);
      }
    }
  }

  @Test
  void livez_daemonThatRuns_isAliveHoweverLongItHasRun() throws Exception {
    try (var fixture = new MfaFixture(folder); var daemon = fixture.daemon()) {
      fixture.time.advance(Duration.ofHours(1));
      assertThat(fixture.around.overUnix("control.sock", "GET", "/livez").status()).isEqualTo(200);
      assertThat(daemon.facts().listeners()).noneMatch(one -> one.kind().equals("ops"));
    }
  }

  private static InetSocketAddress tcp(Daemon daemon) {
    var endpoint = java.util.Objects.requireNonNull(daemon.facts().endpoint());
    return new InetSocketAddress(endpoint.getHost(), endpoint.getPort());
  }

  private static InetSocketAddress ops(Daemon daemon) {
    String address = daemon.facts().listeners().stream().filter(one -> one.kind().equals("ops")).findFirst()
        .orElseThrow().address();
    return new InetSocketAddress(address.substring(0, address.lastIndexOf(':')),
        Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
  }

  private static RawClient.HttpAnswer get(InetSocketAddress address, String path, String headers)
      throws Exception {
    return ask(address,
        "GET " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + ':' + address.getPort()
            + "\r\n" + headers + "\r\n");
  }

  private static RawClient.HttpAnswer ask(InetSocketAddress address, String request) throws Exception {
    try (var client = RawClient.tcp(address)) {
      return client.send(request).answer();
    }
  }
}
