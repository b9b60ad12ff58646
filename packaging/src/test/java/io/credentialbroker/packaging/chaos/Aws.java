package io.credentialbroker.packaging.chaos;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sandbox, in a process of its own, so that it outlives every daemon. */
final class Aws implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("sandbox (http://127\\.0\\.0\\.1:\\d+)");

  private final Child process;
  private final URI endpoint;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile Duration offset = Duration.ZERO;

  private Aws(Child process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  static Aws start(Path folder) throws IOException, InterruptedException {
    Path lib = Child.HOME.resolve("lib");
    var process = Child.start(Map.of(), folder.resolve("sandbox.log"), List.of(
        Child.HOME.resolve("runtime/bin/java").toString(), "-cp", lib + "/*",
        "io.credentialbroker.sandbox.SandboxMain"));
    var found = process.awaitText(READY);
    return new Aws(process, URI.create(found.group(1)));
  }

  URI endpoint() {
    return endpoint;
  }

  /** Makes calls of {@code action} fail from now on; {@code more} is further JSON, beginning with a comma. */
  void fault(String action, String kind, String more) throws IOException, InterruptedException {
    post("faults", "{\"action\":\"" + action + "\",\"kind\":\"" + kind + "\"" + more + "}");
  }

  /** Returns when nobody listens any more: a moment after that was asked for, so that its answer could leave. */
  void awaitRefusal() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      try (var _ = new Socket(endpoint.getHost(), endpoint.getPort())) {
        LockSupport.parkNanos(5_000_000);
      } catch (ConnectException e) {
        return;
      }
    }
    throw new IOException("the sandbox still listens");
  }

  /** Ends all faults. */
  void mend() throws IOException, InterruptedException {
    send(request("faults").DELETE());
  }

  /** Sets AWS's clock off from this machine's. */
  void setClockOff(Duration by) throws IOException, InterruptedException {
    offset = by;
    post("clock", "{\"offsetSeconds\":" + by.toSeconds() + "}");
  }

  Instant now() {
    return Instant.now().plus(offset);
  }

  /** How many calls of an action have arrived. */
  long calls(String action) throws IOException, InterruptedException {
    String all = send(request("calls").GET());
    Matcher found = Pattern.compile('"' + Pattern.quote(action) + "\"\\s*:\\s*(\\d+)").matcher(all);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private void post(String path, String json) throws IOException, InterruptedException {
    send(request(path).POST(BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(endpoint.resolve("/_sandbox/" + path)).timeout(Duration.ofSeconds(30));
  }

  /** Waits through a time in which the sandbox refuses connections, its door for faults included. */
  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    for (int tries = 0;; tries++) {
      try {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new IOException("the sandbox says " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
      } catch (ConnectException e) {
        if (tries == 300) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    http.shutdownNow();
    process.kill();
  }
}
