package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a profile to the console, through the federation endpoint of the sandbox. */
class ConsoleTest {
  @TempDir
  Path folder;

  @Test
  void console_roleOfTheSandbox_signsInOnce() throws Exception {
    try (var around = new DaemonFixture(folder);
        var daemon = around.sandboxed()) {
      String url = link(around, "demo", "{\"destination\":\"s3\",\"duration\":\"3600\"}");
      assertThat(url).contains("Action=login")
          .contains("Destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%2Fhome");
      assertThat(get(url).body()).contains("Signed in to the sandbox as")
          .contains(":assumed-role/").contains("https://console.aws.amazon.com/s3/home");
      assertThat(get(url).statusCode()).isEqualTo(400);

      // A chain takes no duration; without one it signs in as well.
      assertThat(get(link(around, "demo-chain", "{}")).body()).contains("444455556666");
      assertThat(daemon.facts().sandbox()).isNotNull();
    }
    assertThat(Files.readString(folder.resolve("run/sandbox/audit.jsonl")).lines()).hasSize(2)
        .allSatisfy(
            line -> assertThat(line).contains("\"outcome\":\"granted\"", "control.sock", "accessKeyIdEnd",
                "\"form\":\"console\""))
        .noneMatch(line -> line.contains("SigninToken"));
  }

  private static String link(DaemonFixture around, String profile, String body) throws Exception {
    try (var connection = new UnixHttp(around.runtime.resolve("control.sock"))) {
      var reply = connection.ask("POST", "/v1/profiles/" + profile + "/console", body);
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.json().get("arn").asText()).contains("assumed-role");
      return reply.json().get("url").asText();
    }
  }

  private static HttpResponse<String> get(String url) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
