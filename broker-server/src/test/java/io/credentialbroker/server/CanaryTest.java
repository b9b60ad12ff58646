package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.fault.Fault;
import io.credentialbroker.server.fixtures.RawClient;
import io.credentialbroker.server.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Everything that is secret in a daemon's life, looked for in everything that comes out of it: all listeners, good
 * answers and every kind of error, its own log at the finest level, the audit, control, and the disk.
 */
class CanaryTest extends AroundDaemon {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<String> answers = new ArrayList<>();
  private final Map<String, String> secrets = new LinkedHashMap<>();

  @BeforeEach
  void surround() throws Exception {
    secrets.put("long-term key", DemoWorld.SECRET);
    secrets.put("token that nobody has", "canary-token-that-nobody-has-0123456789");
    Files.writeString(around.toml, "[listen]\ntcp = [\"127.0.0.1:0\"]\n[ops]\nlisten = [\"127.0.0.1:0\"]\n"
        + "[[imds]]\nlisten = \"127.0.0.1:0\"\nprofile = \"demo\"\n");
    // Sources that fail while they hold a secret.
    secrets.put("key of a broken answer", "canaryKeyOfABrokenAnswer0123456789");
    Path half = Files.writeString(folder.resolve("half"),
        "#!/bin/sh\nprintf '{\"Version\":1,\"AccessKeyId\":\"AKIA\","
            + "\"SecretAccessKey\":\"" + secrets.get("key of a broken answer")
            + "\",\"SessionToken\":\"x'\n");
    Files.setPosixFilePermissions(half, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Files.writeString(around.config, Files.readString(around.config)
        + around.profile("half", "credential_process = " + half)
        + around.role("denied", "arn:aws:iam::111122223333:role/no-such-role", "keys", "")
        + around.role("torn", DemoWorld.ROLE, "keys", "role_session_name = torn"));
  }

  @AfterEach
  void end() {
    LogManager.getLogManager().reset();
  }

  @Test
  void secrets_ofAWholeLife_areInNothingThatComesOut() throws Exception {
    Log.to(new PrintStream(log, true, StandardCharsets.UTF_8), Log.Format.TEXT, true);
    Logger own = Logger.getLogger(Log.ROOT);
    own.setLevel(Level.ALL);
    try (var daemon = around.daemon()) {
      secrets.put("the user's token", around.token());
      for (String profile : List.of("demo", "chain")) {
        var got = around.credentials(daemon, profile);
        secrets.put("secret key of " + profile, got.get("SecretAccessKey").asText());
        secrets.put("session token of " + profile, got.get("Token").asText());
      }
      askForErrors(daemon);
      askMetadata(listener(daemon, "imds"));
      askControl();
      for (String page : List.of("/metrics", "/livez", "/readyz", "/readyz?profile=demo",
          "/readyz?profile=" + around.token())) {
        answers.add(get(listener(daemon, "ops"), "GET", page, ""));
        answers.add(around.overUnix("control.sock", "GET", page).body());
      }
      around.sandbox.faults().always("sts:AssumeRole", new Fault.Truncated());
      ask(daemon, "/v1/credentials/torn", around.token());
      around.sandbox.faults().always("sts:AssumeRole",
          new Fault.ErrorAnswer(500, "InternalFailure", "no", null));
      around.overUnix("control.sock", "POST", "/v1/profiles/demo/refresh");
      Eventually.within(SOON, "the audit of the last request",
          () -> Files.readString(audit()).contains("\"torn\""));
      assertThat(log.toString(StandardCharsets.UTF_8)).contains("DEBUG").contains("broke off");
      nothingHoldsASecret("the log", log.toString(StandardCharsets.UTF_8));
      answers.forEach(answer -> nothingHoldsASecret("an answer", answer));
      assertThat(answers).hasSizeGreaterThan(30);
      onlyTheirOwnFilesHoldSecrets();
    }
    nothingHoldsASecret("the log of the end", log.toString(StandardCharsets.UTF_8));
    onlyTheirOwnFilesHoldSecrets();
  }

  private static InetSocketAddress listener(Daemon daemon, String kind) {
    String address = daemon.facts().listeners().stream().filter(one -> one.kind().equals(kind)).findFirst()
        .orElseThrow().address();
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }

  private static String get(InetSocketAddress at, String method, String path, String header)
      throws IOException {
    try (var client = RawClient.tcp(at)) {
      return client
          .send(method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + at.getPort() + "\r\n" + header
              + "Connection: close\r\n\r\n")
          .finishSending().rest();
    }
  }

  /** The metadata service gives the same credentials to whoever has fetched a token of it. */
  private void askMetadata(InetSocketAddress imds) throws IOException {
    String answer = get(imds, "PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds: 60\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200");
    String token = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    secrets.put("metadata token", token);
    String with = "X-aws-ec2-metadata-token: " + token + "\r\n";
    String role = "/latest/meta-data/iam/security-credentials/";
    String name = get(imds, "GET", role, with);
    answers.add(name);
    assertThat(get(imds, "GET", role + name.substring(name.indexOf("\r\n\r\n") + 4), with))
        .contains("SecretAccessKey");
    for (String path : List.of(role + "nobody", "/latest/", "/latest/user-data", "/" + token)) {
      answers.add(get(imds, "GET", path, with));
      answers.add(get(imds, "GET", path, "X-aws-ec2-metadata-token: wrong\r\n"));
    }
    answers.add(get(imds, "GET", role, with + "X-Forwarded-For: " + token + "\r\n"));
  }

  private Path audit() {
    return around.home.resolve(".local/state/credential-broker/audit.jsonl");
  }

  /** Every kind of request that is not answered with credentials, with the right token in it. */
  private void askForErrors(Daemon daemon) throws Exception {
    String token = around.token();
    String foreign = Objects.requireNonNull(secrets.get("token that nobody has"));
    ask(daemon, "/v1/credentials/" + token, token); // a token in the place of a name
    for (String profile : List.of("half", "denied", "nobody", "demo?token=" + token, "demo%00", "")) {
      ask(daemon, "/v1/credentials/" + profile, token);
      ask(daemon, "/v1/credential-process/" + profile, foreign);
    }
    for (String line : List.of("Host: " + token, "Origin: " + token, "Cookie: " + token,
        "X-Forwarded-For: " + token,
        "Expect: " + token, "Content-Length: 5", "Authorization: " + token, "no colon " + token,
        "Transfer-Encoding: chunked", " folded: " + token, "Proxy-Authorization: " + token)) {
      raw(daemon,
          "GET /v1/credentials/nobody HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + token + "\r\n" + line
              + "\r\n\r\n");
    }
    for (String line : List.of("POST /v1/credentials/demo HTTP/1.1", "GET http://" + token + "/ HTTP/1.1",
        "CONNECT " + token + ":1 HTTP/1.1", "GET /" + token + " HTTP/2.0", token, "GET /" + token.repeat(60)
            + " HTTP/1.1")) {
      raw(daemon, line + "\r\nHost: 127.0.0.1\r\nAuthorization: " + token + "\r\n\r\n");
    }
    answers.add(around.overUnix("broker.sock", "GET", "/v1/credentials/" + foreign).body());
    answers.add(around.overUnix("broker.sock", "GET", "/v1/credentials/half").body());
  }

  private void ask(Daemon daemon, String path, String token) throws IOException {
    raw(daemon, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + token + "\r\n\r\n");
  }

  private void raw(Daemon daemon, String request) throws IOException {
    URI endpoint = Objects.requireNonNull(daemon.facts().endpoint());
    try (var client = RawClient.tcp(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()))) {
      answers.add(client.send(request).finishSending().rest());
    }
  }

  private void askControl() throws Exception {
    for (String path : List.of("/v1/status", "/v1/mfa", "/v1/audit", "/v1/nothing")) {
      answers.add(around.overUnix("control.sock", "GET", path).body());
    }
    for (String profile : List.of("demo", "chain", "keys", "half", "denied", "nobody")) {
      for (String verb : List.of("environment", "explain")) {
        answers.add(around.overUnix("control.sock", "GET", "/v1/profiles/" + profile + '/' + verb).body());
      }
      answers.add(around.overUnix("control.sock", "POST", "/v1/profiles/" + profile + "/refresh").body());
    }
    try (var connection = new UnixHttp(around.runtime.resolve("control.sock"))) {
      answers.add(connection.ask("POST", "/v1/mfa", "{\"profile\":\"demo\",\"code\":\"123456\"}").body());
    }
    try (var connection = new UnixHttp(around.runtime.resolve("control.sock"))) {
      var exec = connection.ask("POST", "/v1/profiles/demo/exec");
      answers.add(exec.body());
      var file = Path.of(new ObjectMapper().readTree(exec.body())
          .at("/environment/AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").asText());
      secrets.put("token of exec", Files.readString(file));
    }
    for (String profile : List.of("demo", "chain")) { // the refresh has made new sessions
      var now = around.overUnix("broker.sock", "GET", "/v1/credentials/" + profile);
      if (now.status() == 200) {
        secrets.put("new secret key of " + profile, now.json().get("SecretAccessKey").asText());
        secrets.put("new session token of " + profile, now.json().get("Token").asText());
      }
    }
  }

  private void onlyTheirOwnFilesHoldSecrets() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        boolean own = file.equals(around.runtime.resolve("token"))
            || file.startsWith(around.runtime.resolve("exec"))
            || file.equals(around.home.resolve(".aws/credentials")) || file.equals(folder.resolve("half"));
        if (!own) {
          nothingHoldsASecret(file.toString(), read(file));
        }
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In plain, percent-encoded or in base64. */
  private void nothingHoldsASecret(String what, String text) {
    secrets.forEach((name, secret) -> {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      assertThat(text.contains(secret))
          .as("%s holds the %s: %s", what, name, text.replace(secret, "(here)")).isFalse();
      assertThat(text.contains(URLEncoder.encode(secret, StandardCharsets.UTF_8)))
          .as("%s holds the %s, percent-encoded", what, name).isFalse();
      assertThat(text.contains(Base64.getEncoder().encodeToString(bytes)))
          .as("%s holds the %s, in base64", what, name).isFalse();
    });
  }
}
