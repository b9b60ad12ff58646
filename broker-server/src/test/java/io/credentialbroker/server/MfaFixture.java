package io.credentialbroker.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.SandboxOptions;
import io.credentialbroker.sandbox.world.IamRole;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import software.amazon.awssdk.core.SdkGlobalTime;

/** A user with a device, five roles that want a code of it, and time that a test owns. */
final class MfaFixture implements AutoCloseable {
  static final List<String> ROLES = List.of("r1", "r2", "r3", "r4", "r5");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final ManualTime time = ManualTime.start();
  final DaemonFixture around;
  /** What the daemon has logged of its sessions, each with the time at which it did. */
  final List<String> log = new ArrayList<>();
  private final Handler handler = new Collecting();

  MfaFixture(Path folder) throws IOException {
    around = new DaemonFixture(folder, SandboxOptions.defaults().withClock(time)
        .withSignatureWindow(Duration.ofDays(100_000)) /* the SDK signs by the machine's clock */);
    String device = "mfa_serial = " + DemoWorld.MFA_SERIAL;
    var config = new StringBuilder("[profile keys]\nregion = eu-central-1\nendpoint_url = "
        + around.sandbox.endpoint() + '\n' + device + "\n\n");
    for (String name : ROLES) {
      String arn = "arn:aws:iam::" + DemoWorld.USER_ACCOUNT + ":role/" + name;
      around.sandbox.world().put(IamRole.of(arn, """
          {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole",
            "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}""".formatted(DemoWorld.USER)));
      config.append(around.role(name, arn, "keys", device));
    }
    Files.writeString(around.config, config);
    Logger.getLogger("brokerd.session").addHandler(handler);
  }

  Daemon daemon() throws Exception {
    return Daemon.start(around.start(new DaemonTime(time, time, time, () -> {})), () -> {});
  }

  /** What the person's gadget shows now. */
  String code() {
    return around.sandbox.world().device(DemoWorld.MFA_SERIAL).orElseThrow().code(time.instant());
  }

  /** A code that is wrong now and stays so for a while. */
  String wrongCode() {
    return around.sandbox.world().device(DemoWorld.MFA_SERIAL).orElseThrow()
        .code(time.instant().minus(Duration.ofDays(1)));
  }

  UnixHttp.Reply give(String profile, String code) throws IOException {
    try (var connection = new UnixHttp(around.runtime.resolve("control.sock"))) {
      return connection.ask("POST", "/v1/mfa",
          "{\"profile\":\"" + profile + "\",\"code\":\"" + code + "\"}");
    }
  }

  /** The first answer that is not "not yet". */
  HttpResponse<String> ask(Daemon daemon, String profile) throws Exception {
    HttpResponse<String> response = around.overTcp(daemon, profile, around.token());
    for (int tries = 0; response.statusCode() == 503 && tries < 20; tries++) {
      response = around.overTcp(daemon, profile, around.token());
    }
    return response;
  }

  JsonNode profiles() throws IOException {
    return around.overUnix("control.sock", "GET", "/v1/status").json().get("profiles");
  }

  /** Lets time pass up to a moment, from one refresh to the next, each of which is over before time goes on. */
  void passUntil(Instant end) throws Exception {
    while (time.instant().isBefore(end)) {
      Instant next = end;
      for (JsonNode profile : profiles()) {
        Instant due = profile.has("nextAttempt")
            ? Instant.parse(profile.get("nextAttempt").asText()).plusSeconds(1)
            : end;
        next = due.isBefore(next) ? due : next;
      }
      Duration step = Duration.between(time.instant(), next);
      time.advance(step.toSeconds() < 1 ? Duration.ofSeconds(1) : step);
      Eventually.within(PATIENCE, "no fetch is under way", this::isQuiet);
    }
  }

  private boolean isQuiet() throws IOException {
    for (JsonNode profile : profiles()) {
      String state = profile.get("state").asText();
      if (state.equals("FETCHING") || state.equals("FRESH") && !profile.has("nextAttempt")) {
        return false;
      }
    }
    return true;
  }

  List<String> logged(String words) {
    synchronized (log) {
      return log.stream().filter(line -> line.contains(words)).toList();
    }
  }

  @Override
  public void close() {
    Logger.getLogger("brokerd.session").removeHandler(handler);
    around.close();
    // After a refusal from a world of another time the SDK takes that time over, for the whole process.
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  private final class Collecting extends Handler {
    @Override
    public void publish(LogRecord line) {
      synchronized (log) {
        log.add(time.instant() + " " + line.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
