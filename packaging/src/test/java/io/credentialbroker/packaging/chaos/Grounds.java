package io.credentialbroker.packaging.chaos;

import io.credentialbroker.packaging.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A sandbox, profiles over it, and daemons on one port, one after the other. Profiles are named {@code p0},
 * {@code p1}, …: one role with session names of their own, so that each needs a session of its own.
 */
final class Grounds implements AutoCloseable {
  static final String TOKEN = "chaosChaosChaosChaosChaosChaos";
  private static final String ROLE = "arn:aws:iam::111122223333:role/demo";
  private static final long PATIENCE_NS = 240_000_000_000L;

  final Path folder;
  final Aws aws;
  private final Path state;
  private final int port;

  Grounds(Path folder, int profiles) throws IOException, InterruptedException {
    this(folder, profiles, Files.createDirectory(folder.resolve("state")));
  }

  /** With the folder for what a daemon keeps over a restart. */
  Grounds(Path folder, int profiles, Path state) throws IOException, InterruptedException {
    this.folder = folder;
    this.state = state;
    this.aws = Aws.start(folder);
    this.port = Ports.free();
    Path config = Files.createDirectories(folder.resolve("home/.aws")).resolve("config");
    var text = new StringBuilder("[profile keys]\nregion = us-east-1\n");
    for (int i = 0; i < profiles; i++) {
      text.append("[profile p").append(i).append("]\nrole_arn = ").append(ROLE)
          .append("\nsource_profile = keys\nregion = us-east-1\nrole_session_name = s").append(i)
          .append("\nendpoint_url = ").append(aws.endpoint()).append('\n');
    }
    Files.writeString(config, text);
    Files.writeString(config.resolveSibling("credentials"),
        "[keys]\naws_access_key_id = AKIASANDBOXDEMOUSER0\n"
            + "aws_secret_access_key = sandbox/demo/not/a/real/secret/key/000000\n");
    ownerOnly(folder.resolve("token"), TOKEN);
    ownerOnly(folder.resolve("key"), "not a secret key of anybody, only chaos");
    settings("");
  }

  /** Writes {@code broker.toml}. */
  void settings(String more) throws IOException {
    Path toml = Files.createDirectories(folder.resolve("xdg/credential-broker")).resolve("broker.toml");
    Files.writeString(toml,
        "process.allow_root = true\n[listen]\ntcp = [\"127.0.0.1:" + port
            + "\"]\n[[client]]\nname = \"chaos\"\ntoken_file"
            + " = \"" + folder.resolve("token") + "\"\nprofiles = [\"*\"]\n[restart]\nfile = \""
            + state.resolve("sessions") + "\"\nkey_file = \"" + folder.resolve("key") + "\"\n" + more);
  }

  private static void ownerOnly(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    environment.put("CREDENTIAL_BROKER_RUNTIME_DIR", folder.resolve("run").toString());
    return environment;
  }

  InetSocketAddress tcp() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  Path unix() {
    return folder.resolve("run/broker.sock");
  }

  static byte[] get(String profile) {
    return Line.request("GET", "/v1/credentials/" + profile, TOKEN, "");
  }

  /** Removes what the last daemon has left for the next one. */
  void startCold() throws IOException {
    Files.deleteIfExists(state.resolve("sessions"));
  }

  /** A daemon that answers. */
  Child daemon() throws IOException, InterruptedException {
    return daemon(List.of(Child.HOME.resolve("bin/brokerd").toString()));
  }

  /** As {@link #daemon()}, started by a command of its own. */
  Child daemon(List<String> line) throws IOException, InterruptedException {
    var daemon = Child.start(environment(), folder.resolve("brokerd.log"), line);
    awaitServing(daemon);
    return daemon;
  }

  /** Waits until it answers at all. */
  void awaitServing(Child daemon) throws IOException {
    long end = System.nanoTime() + PATIENCE_NS;
    while (true) {
      try (var connection = Line.to(tcp())) {
        connection.ask(get("nobody"));
        return;
      } catch (IOException e) {
        if (!daemon.isAlive() || System.nanoTime() > end) {
          throw new IOException("the daemon does not serve:\n" + daemon.printed(), e);
        }
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Asks until the profile is served; returns after how many milliseconds it was. */
  long awaitSession(String profile) throws IOException {
    long begin = System.nanoTime();
    while (true) {
      try (var connection = Line.to(tcp())) {
        Reply reply = connection.ask(get(profile));
        if (reply.status() == 200) {
          return (System.nanoTime() - begin) / 1_000_000;
        }
        if (reply.status() != 503 || System.nanoTime() - begin > 2 * PATIENCE_NS) {
          throw new IOException(profile + " is not served: " + reply.status() + " " + reply.body());
        }
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  Reply ask(String profile) throws IOException {
    try (var connection = Line.to(tcp())) {
      return connection.ask(get(profile));
    }
  }

  /** Has the session of a profile fetched anew; does not wait for the end of it. */
  Line refresh(String profile) throws IOException {
    return Line.to(folder.resolve("run/control.sock"))
        .send(Line.request("POST", "/v1/profiles/" + profile + "/refresh", "", "Content-Length: 0\r\n"));
  }

  /** Every file of the daemon that holds one of these texts. */
  List<Path> filesWith(List<String> texts) throws IOException {
    var found = new ArrayList<Path>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(path, StandardCharsets.ISO_8859_1);
        if (texts.stream().anyMatch(content::contains)) {
          found.add(path);
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws InterruptedException {
    aws.close();
  }
}
