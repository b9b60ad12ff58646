package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real browser shows a hostile page, which tries every way to the daemon that it has: rebinding its own name to
 * the daemon's address, requests of all modes to every spelling of loopback, forms, images, scripts, frames,
 * sockets. To be worse than any real page it knows the port, the profile and even the token.
 */
class BrowserIT {
  @TempDir
  private Path folder;

  @Test
  void page_everyWayToTheDaemon_getsNoByteOfCredentials() throws Exception {
    Tools.need("chromium");
    var distribution = new Distribution(folder);
    try (var _ = distribution.brokerd("--sandbox")) {
      URI endpoint = URI.create(distribution.broker("env", "demo", "--shell", "json").succeeded()
          .replaceAll("(?s).*\"AWS_CONTAINER_CREDENTIALS_FULL_URI\"\\s*:\\s*\"([^\"]+)\".*", "$1"));
      String token = Files.readString(distribution.runtimeDirectory().resolve("token"));
      JsonNode served = new ObjectMapper()
          .readTree(distribution.broker("credential-process", "demo").succeeded());
      Path before = folder.resolve("audit.before");
      Files.writeString(before, audit(distribution));
      try (var site = new HostileSite(endpoint.getPort(), endpoint.getPath(), token);
          var browser = browse(site)) {
        site.awaitEnd(browser::log);
        List<String> reports = site.reports();
        // The page ran to its end, and the way that matters most led to the daemon itself.
        assertThat(reports).as(reports.toString())
            .anyMatch(report -> report.startsWith("rebound with the token: 403"))
            .anyMatch(report -> report.startsWith("end"));
        assertThat(reports.toString()).doesNotContain(served.get("SecretAccessKey").asText())
            .doesNotContain(served.get("SessionToken").asText())
            .doesNotContain(served.get("AccessKeyId").asText());
        assertThat(site.received()).doesNotContain(served.get("SecretAccessKey").asText());
      }
      var since = new ArrayList<>(audit(distribution).lines().toList());
      since.subList(0, (int) Files.readString(before).lines().count()).clear();
      var outcomes = new TreeSet<String>();
      for (String line : since) {
        var record = new ObjectMapper().readTree(line);
        outcomes.add(record.get("outcome").asText() + ' ' + record.path("reason").asText());
      }
      // It was the gate that refused, by the name, by the browser's own headers, and by the method.
      assertThat(outcomes).contains("refused HOST_FOREIGN", "refused BROWSER")
          .allMatch(outcome -> outcome.startsWith("refused "));
    }
  }

  private static String audit(Distribution distribution) {
    return distribution.broker("audit", "--json", "--lines", "100000").succeeded();
  }

  private Service browse(HostileSite site) throws IOException {
    Path profile = Files.createDirectories(folder.resolve("browser"));
    return Service.start(Map.of("HOME", profile.toString(), "XDG_CONFIG_HOME", profile.toString(),
        "XDG_CACHE_HOME", profile.toString()), folder.resolve("browser.log"),
        List.of("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--disable-extensions", "--disable-background-networking",
            "--disable-component-update", "--no-proxy-server", "--user-data-dir=" + profile,
            // As far as can be, so that the daemon's own defence is what is tested and not the browser's.
            "--disable-web-security", "--allow-running-insecure-content",
            "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,"
                + "PrivateNetworkAccessRespectPreflightResults",
            "--host-resolver-rules=MAP rebound.example " + HostileSite.ADDRESS + ",MAP report.example "
                + HostileSite.ADDRESS + ",MAP other.example 127.0.0.1",
            site.page().toString()));
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
