package io.credentialbroker.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.Sandbox;
import io.credentialbroker.sandbox.SandboxOptions;
import io.credentialbroker.server.config.ConfigFile;
import io.credentialbroker.server.process.Identity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A home folder, a runtime folder and an offline AWS: what a daemon needs around it. */
final class DaemonFixture implements AutoCloseable {
  /** Long enough for a busy machine. */
  static final Duration SOON = Duration.ofSeconds(20);

  final Path home;
  final Path runtime;
  final Path config;
  final Path toml;
  final Map<String, String> environment = new HashMap<>();
  final Sandbox sandbox;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  DaemonFixture(Path folder) throws IOException {
    this(folder, SandboxOptions.defaults());
  }

  DaemonFixture(Path folder, SandboxOptions options) throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    runtime = folder.resolve("run");
    config = Files.createDirectories(home.resolve(".aws")).resolve("config");
    toml = Files.createDirectories(home.resolve(".config/credential-broker")).resolve("broker.toml");
    environment.put("CREDENTIAL_BROKER_RUNTIME_DIR", runtime.toString());
    environment.put("HOME", home.toString());
    environment.put("CREDENTIAL_BROKER_STATE_DIR", folder.resolve("state").toString());
    sandbox = Sandbox.start(DemoWorld.create(), options);
    Files.writeString(home.resolve(".aws/credentials"), "[keys]\naws_access_key_id = " + DemoWorld.KEY_ID
        + "\naws_secret_access_key = " + DemoWorld.SECRET + "\n");
    Files.writeString(config, profile("keys", "") + role("demo", DemoWorld.ROLE, "keys", "")
        + role("chain", DemoWorld.PARTNER_ROLE, "demo", "external_id = " + DemoWorld.EXTERNAL_ID));
    Files.writeString(toml, "[listen]\ntcp = [\"127.0.0.1:0\"]\n");
  }

  String role(String name, String arn, String source, String more) {
    return profile(name, "role_arn = " + arn + "\nsource_profile = " + source + "\n" + more + "\n");
  }

  String profile(String name, String body) {
    return "[profile " + name + "]\nregion = eu-central-1\nendpoint_url = " + sandbox.endpoint() + "\n" + body
        + "\n";
  }

  /** Adds a profile to the config file. */
  void append(String profile, String body) throws IOException {
    Files.writeString(config, profile(profile, body), StandardOpenOption.APPEND);
  }

  /** Writes broker.toml: a free port, and this. */
  void toml(String text) throws IOException {
    Files.writeString(toml, "[listen]\ntcp = [\"127.0.0.1:0\"]\n" + text);
  }

  /** How a profile stands. */
  JsonNode status(String profile) throws IOException {
    for (var one : overUnix("control.sock", "GET", "/v1/status").json().get("profiles")) {
      if (one.get("name").asText().equals(profile)) {
        return one;
      }
    }
    throw new AssertionError("no profile " + profile);
  }

  /** Waits until the status tells an ARN with this in it, which STS may have to be asked for. */
  void isSeenAs(String profile, String arn) throws Exception {
    Eventually.within(SOON, "the ARN of " + profile + " is known",
        () -> status(profile).path("arn").asText().contains(arn));
  }

  JsonNode explained(String profile) throws IOException {
    return overUnix("control.sock", "GET", "/v1/profiles/" + profile + "/explain").json();
  }

  /** The refusal of a profile: what is not 503, as the first call may take long. */
  HttpResponse<String> refused(Daemon daemon, String profile) throws Exception {
    HttpResponse<String> response;
    int tries = 0;
    do {
      response = overTcp(daemon, profile, token());
    } while (response.statusCode() == 503 && ++tries < 20);
    return response;
  }

  Start start(DaemonTime time) {
    return start(time, false);
  }

  private Start start(DaemonTime time, boolean sandbox) {
    return new Start(environment, home, ConfigFile.usual(environment, home), time, sandbox, 0, "test",
        new Identity(1000, 1000, 1000, 1000));
  }

  Daemon daemon() throws Exception {
    return Daemon.start(start(DaemonTime.system()), () -> {});
  }

  /** One that brings its own AWS, {@code brokerd --sandbox}. */
  Daemon sandboxed() throws Exception {
    return Daemon.start(start(DaemonTime.system(), true), () -> {});
  }

  String token() throws IOException {
    return Files.readString(runtime.resolve("token"));
  }

  /** What a program gets over TCP that sends this token. */
  HttpResponse<String> overTcp(Daemon daemon, String profile, String token) throws Exception {
    return overTcp(String.valueOf(daemon.facts().endpoint()), profile, token);
  }

  /** The same at one of its addresses. */
  HttpResponse<String> overTcp(String endpoint, String profile, String token) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(endpoint + "/v1/credentials/" + profile))
        .header("Authorization", token).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** As {@link #overTcp} with the user's own token, until it is not 503: the first call may take long. */
  JsonNode credentials(Daemon daemon, String profile) throws Exception {
    HttpResponse<String> response;
    int tries = 0;
    do {
      response = overTcp(daemon, profile, token());
    } while (response.statusCode() == 503 && ++tries < 20);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return new ObjectMapper().readTree(response.body());
  }

  /** One request on a unix socket of the daemon. */
  UnixHttp.Reply overUnix(String socket, String method, String path) throws IOException {
    try (var connection = new UnixHttp(runtime.resolve(socket))) {
      return connection.ask(method, path);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    sandbox.close();
  }
}
