package io.credentialbroker.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packaged daemon, with everything on that it has on in production. */
final class Daemon implements Server, AutoCloseable {
  private final Program program;
  private final Path runtime;
  private final int port;

  /** How a daemon is started with the settings in a file. */
  interface StartLine {
    List<String> with(Path settings) throws IOException;
  }

  private Daemon(Program program, Path runtime, int port) {
    this.program = program;
    this.runtime = runtime;
    this.port = port;
  }

  static Daemon start(Distribution distribution, Path folder, Map<String, String> environment)
      throws Exception {
    return start(distribution::brokerd, folder, environment);
  }

  /** @param line how it is started, with the settings in a file */
  static Daemon start(StartLine line, Path folder, Map<String, String> environment)
      throws Exception {
    int port = FreePort.find();
    Path settings = settings(folder, port);
    Path runtime = folder.resolve("run");
    var all = new HashMap<>(environment);
    all.put("CREDENTIAL_BROKER_RUNTIME_DIR", runtime.toString());
    Program program = Program.start("brokerd", folder, all, line.with(settings));
    var daemon = new Daemon(program, runtime, port);
    program.await(() -> Files.exists(runtime.resolve("broker.sock")));
    return daemon;
  }

  static Path settings(Path folder, int port) throws IOException {
    return Files.writeString(folder.resolve("broker.toml"), """
        [listen]
        tcp = ["127.0.0.1:%d"]
        [process]
        allow_root = true
        [audit]
        file = "%s"
        """.formatted(port, folder.resolve("audit.jsonl")));
  }

  /** Asks until the session is there: the first request of a cold session may be sent away. */
  void awaitSession(String profile) throws Exception {
    program.await(() -> answer(profile).ok());
  }

  Answer answer(String profile) throws IOException {
    return Answer.of(socket(), "/v1/credentials/" + profile, token());
  }

  @Override
  public UnixDomainSocketAddress socket() {
    return UnixDomainSocketAddress.of(runtime.resolve("broker.sock"));
  }

  @Override
  public InetSocketAddress tcp() {
    return new InetSocketAddress("127.0.0.1", port);
  }

  Path runtime() {
    return runtime;
  }

  String token() throws IOException {
    return Files.readString(runtime.resolve("token")).strip();
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public void close() throws InterruptedException {
    program.close();
  }
}
