import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The training runs, each of which leaves an AOT cache. The daemon really assumes a role at an offline STS in another
 * process and answers requests on both its listeners, so that the classes of all that are in its cache; the command
 * is run as people run it.
 */
final class Training {
  private static final String REHEARSAL = "io.credentialbroker.client.cli.Rehearsal";
  private static final String SANDBOX = "io.credentialbroker.sandbox.SandboxMain";

  private final Edition edition;
  private final Flags flags;
  private final Path home;
  private final Path java;

  Training(Edition edition, Path home) {
    this.edition = edition;
    this.flags = new Flags(edition);
    this.home = home;
    this.java = home.resolve("runtime/bin/java");
  }

  /**
   * @param sandbox how the offline STS is started, without its own arguments
   * @param daemon names of the daemon's jars
   * @param command names of the command's jars
   */
  void run(List<String> sandbox, List<String> daemon, List<String> command) throws Exception {
    Path work = Files.createTempDirectory("broker-training");
    try (var sts = new Program("sandbox", work, Map.of(), Flags.joined(sandbox, List.of(SANDBOX, "--home",
      work.resolve("aws").toString(), "--port", "0")))) {
      sts.await(Path.of("aws/config"));
      Map<String, String> environment = Map.of("AWS_CONFIG_FILE", work.resolve("aws/config").toString(),
        "AWS_SHARED_CREDENTIALS_FILE", work.resolve("aws/credentials").toString(), "CREDENTIAL_BROKER_RUNTIME_DIR",
        work.resolve("run").toString(), "XDG_CONFIG_HOME", work.resolve("xdg").toString(), "XDG_STATE_HOME",
        work.resolve("state").toString());
      trainDaemon(work, environment, daemon, command);
    } finally {
      Assemble.delete(work);
    }
    for (String cache : edition == Edition.IMAGE ? List.of("brokerd.aot") : List.of("brokerd.aot", "broker.aot", "broker-quick.aot")) {
      if (!Files.isRegularFile(home.resolve("lib").resolve(cache))) {
        throw new IllegalStateException("the training run left no " + cache);
      }
    }
  }

  private void trainDaemon(Path work, Map<String, String> environment, List<String> daemon, List<String> command)
    throws Exception {
    Path settings = work.resolve("broker.toml");
    int port = freePort();
    Files.writeString(settings, "[listen]\ntcp = [\"127.0.0.1:" + port + "\"]\n[process]\nallow_root = true\n");
    List<String> recorded = Flags.joined(flags.daemon(), Flags.joined(flags.training(),
      List.of("-XX:AOTCacheOutput=" + home.resolve("lib/brokerd.aot"), "-Djava.library.path=" + home.resolve("lib/native"),
        "-Dbroker.home=" + home)));
    try (var brokerd = new Program("brokerd", work, environment,
      line(recorded, daemon, Assemble.DAEMON, "--config", settings.toString()))) {
      brokerd.await(Path.of("run/control.sock"));
      for (int i = 0; i < 20; i++) {
        Client.ask(work.resolve("run/broker.sock"), "/v1/credentials/demo");
        Client.ask(work.resolve("run/broker.sock"), "/v1/credentials/demo-chain");
        Client.ask(work.resolve("run/control.sock"), "/v1/status");
      }
      Client.ask(work.resolve("run/control.sock"), "/metrics");
      // Programs that come and go, and one that stays.
      var tcp = new InetSocketAddress("127.0.0.1", port);
      String token = Files.readString(work.resolve("run/token"));
      for (int i = 0; i < 20; i++) {
        Client.ask(tcp, token, "/v1/credentials/demo", 1);
      }
      Client.ask(tcp, token, "/v1/credentials/demo", 20);
      if (edition != Edition.IMAGE) {
        // The image has one cache: for a command that runs now and then, another is not worth its 17 MB.
        trainCommand(environment, command);
      }
      brokerd.end();
    }
  }

  private void trainCommand(Map<String, String> environment, List<String> command) throws Exception {
    // One recording covers one process, so it is what people and tools run most, one after the other.
    record(environment, "broker.aot", command, "status", "exec demo -- true");
    // What other programs run, or run often, has a small one: all that is in a cache is read at each start.
    record(environment, "broker-quick.aot", command.subList(0, 1), "credential-process demo", "status --ready", "--help");
  }

  private void record(Map<String, String> environment, String cache, List<String> classpath, String... commands)
    throws Exception {
    List<String> recorded = Flags.joined(flags.command(), Flags.joined(flags.training(),
      List.of("-Dbroker.home=" + home, "-XX:AOTCacheOutput=" + home.resolve("lib").resolve(cache))));
    Program.exec(environment, line(recorded, classpath, REHEARSAL, commands).toArray(String[]::new));
  }

  /** A run of a program of this distribution, on its own runtime. */
  List<String> line(List<String> options, List<String> classpath, String main, String... arguments) {
    String jars = classpath.stream().map(jar -> home.resolve("lib").resolve(jar).toString()).collect(Collectors.joining(":"));
    return Flags.joined(List.of(java.toString()), Flags.joined(options, Flags.joined(List.of("-cp", jars, main), List.of(arguments))));
  }

  private static int freePort() throws IOException {
    try (var any = new ServerSocket(0)) {
      return any.getLocalPort();
    }
  }
}
