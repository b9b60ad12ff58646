import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the distribution together: jars, a jlinked Java runtime, launchers, and for each program an AOT cache
 * from a training run of that very program. Run by the build with the JDK whose runtime is to be shipped:
 * {@code java Assemble.java REACTOR HOME TIMESTAMP}.
 */
final class Assemble {
  /** What the programs and their libraries need of the JDK; the package's own tests run on nothing else. */
  private static final String DAEMON = "io.credentialbroker.server.Brokerd";
  private static final String COMMAND = "io.credentialbroker.client.cli.BrokerCommand";
  private static final String HELP = "io.credentialbroker.client.cli.HelpText";
  private static final String REHEARSAL = "io.credentialbroker.client.cli.Rehearsal";
  private static final String SANDBOX = "io.credentialbroker.sandbox.SandboxMain";

  /** Natives, which are unpacked, and annotations that only compilers read. */
  private static final String NOT_READ = "netty-transport-native-epoll-|jspecify-|error_prone_annotations-";
  /** The JDK opens each jar up to this one when its log is set up. */
  private static final String LOGGER_FINDER = "slf4j-jdk-platform-logging-";
  /** The client's own comes first: the small cache is bound to that one alone. */
  private static final String COMMAND_JARS = "(broker-client|picocli|jackson-core)-[0-9].*";
  /** What {@code broker policy} needs of the daemon's jars: a cache takes a class path that is longer at its end. */
  private static final String POLICY_JARS = "(broker-(server|core)|jackson-(annotations|databind))-[0-9].*";

  /** Serial collector and compact headers, for a small footprint; with these flags the caches are recorded. */
  private static final List<String> COMMON_FLAGS = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
    "-XX:-UsePerfData", "-XX:+DisableAttachMechanism", "-XX:-CreateCoredumpOnCrash",
    // The report of a crash quotes registers, stacks and the objects they point to, and may quote a secret.
    "-XX:ErrorFile=/dev/null", "-XX:+UnlockDiagnosticVMOptions", "-XX:-DumpReplayDataOnError",
    // The cache where it was recorded for: moved elsewhere, all of it becomes memory of this process alone.
    "-XX:ArchiveRelocationMode=0",
    // The nice value of the compilers: at a start they have more to do than the program, and would be in its way.
    "-XX:CompilerThreadPriority=10",
    // By default the JVM warns on standard output, which belongs to the answer of credential-process.
    "-Xlog:disable", "-Xlog:all=warning:stderr:uptime,level,tags",
    // Of a cache that it does not take the JVM tells in words of its own; the daemon says what is the matter.
    "-Xlog:aot*=off:stderr", "-Xlog:cds*=off:stderr");

  private static final List<String> QUICK_START = List.of(
    // What the JDK takes anyway: named, it is not looked for in every jar. A runtime without it ends with an error.
    "-Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.EPollSelectorProvider",
    // A constructor that is called once is not worth a class of its own.
    "-Djdk.reflect.useNativeAccessorOnly=true");

  /** docs/performance.md has what each part of the memory is, and what each of these flags does to it. */
  private static final List<String> DAEMON_FLAGS = joined(QUICK_START, List.of("-Xms8m", "-Xmx48m",
    "-XX:MaxDirectMemorySize=32m", "-XX:+ExitOnOutOfMemoryError",
    // What the compilers of the first seconds leave in malloc's hands goes back to the system.
    "-XX:TrimNativeHeapInterval=5000",
    // Ten times the JDK's own: at a start there is enough to do without the optimising compiler.
    "-XX:Tier4InvocationThreshold=50000", "-XX:Tier4MinInvocationThreshold=6000", "-XX:Tier4CompileThreshold=150000",
    "-XX:Tier4BackEdgeThreshold=400000",
    // What the JVM looks for several times a second, and a daemon that nobody asks has not got.
    "-XX:AsyncDeflationInterval=10000", "-XX:ServiceThreadCleanupInterval=10000",
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
    "-Dio.netty.allocator.numDirectArenas=1", "-Dio.netty.allocator.numHeapArenas=1",
    // It samples one buffer in 128, at the price of a stack trace; the tests and the soak look at each.
    "-Dio.netty.leakDetection.level=disabled",
    // The one that is there; unnamed, it too is looked for in every jar.
    "-Dslf4j.provider=org.slf4j.jul.JULServiceProvider", "-Dslf4j.internal.verbosity=WARN"));

  /**
   * Of the training run. A start would have all that is in a profile compiled at once, and the command does not use
   * the compiler that profiles are for (docs/decisions/0018).
   */
  private static final List<String> NO_PROFILES = List.of("-XX:-AOTRecordTraining", "-XX:-AOTReplayTraining");
  private static final List<String> FLAGS_OF_THE_COMMAND = joined(List.of("-Xmx32m"), QUICK_START);
  private static final List<String> COMMAND_FLAGS = joined(FLAGS_OF_THE_COMMAND, List.of("-XX:TieredStopAtLevel=1"));

  /** The health check runs inside the daemon's memory limit, every few seconds. */
  private static final List<String> CHECK_FLAGS = List.of("-Xms4m", "-Xmx16m", "-Xss256k", "-Xint");

  private final Path reactor;
  private final Path home;
  private final FileTime timestamp;
  private final Path jdk = Path.of(System.getProperty("java.home"));

  private Assemble(Path reactor, Path home, FileTime timestamp) {
    this.reactor = reactor;
    this.home = home;
    this.timestamp = timestamp;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException("usage: java Assemble.java REACTOR HOME TIMESTAMP");
    }
    new Assemble(Path.of(args[0]).toAbsolutePath().normalize(), Path.of(args[1]).toAbsolutePath().normalize(),
      FileTime.from(Instant.parse(args[2]))).run();
  }

  private void run() throws Exception {
    delete(home);
    Files.createDirectories(home.resolve("lib/native"));
    List<String> daemon = copyJars("broker-server");
    List<String> sandbox = new ArrayList<>(copyJars("broker-sandbox"));
    sandbox.removeAll(daemon);
    // Without the SDK, for which the client is a provider of credentials: each jar costs time at the start.
    List<String> command = copyJars("broker-client").stream().filter(jar -> jar.matches(COMMAND_JARS)).toList();
    copyNatives();
    Program.exec(Map.of(), LinkedRuntime.command(jdk, home.resolve("runtime")).toArray(String[]::new));
    LinkedRuntime.trim(home.resolve("runtime"));
    launcher("brokerd", DAEMON, flags(DAEMON_FLAGS, "brokerd"), daemon, sandbox);
    List<String> policy = daemon.stream().filter(jar -> jar.matches(POLICY_JARS) && !command.contains(jar)).toList();
    launcher("broker", COMMAND, flags(joined(FLAGS_OF_THE_COMMAND, List.of("$mode")), "$cache"), command, policy);
    arguments("brokerd", DAEMON, flags(DAEMON_FLAGS, "brokerd"), daemon);
    arguments("brokerd-sandbox", DAEMON, flags(DAEMON_FLAGS, "brokerd"), joined(daemon, sandbox));
    // The image has one cache: for a command that runs now and then, another is not worth its 17 MB.
    arguments("broker", COMMAND, joined(COMMON_FLAGS, COMMAND_FLAGS), joined(command, policy));
    arguments("ready", COMMAND, joined(COMMON_FLAGS, CHECK_FLAGS), command, "status", "--ready");
    copyTree(reactor.resolve("packaging/systemd"), home.resolve("lib/systemd"));
    Program.exec(Map.of(), javaCommand(List.of(), command, HELP, home.toString()).toArray(String[]::new));
    train(daemon, sandbox, command);
    CacheFiles.write(home.resolve("lib"), "brokerd.aot", daemon);
    share(daemon, command);
    Documents.copy(reactor, home.resolve("share/doc/credential-broker"));
    say("assembled " + home.getFileName() + ", " + megabytes(home) + " MiB");
  }

  /** Jars of one program, its own first: the order is part of what an AOT cache is bound to. */
  private List<String> copyJars(String module) throws IOException {
    List<Path> all = Stream.of(jarsIn(module, "target", module + "-[0-9][0-9.]*(-SNAPSHOT)?\\.jar"),
      jarsIn(module, "target/libs", LOGGER_FINDER + ".*\\.jar"), jarsIn(module, "target/libs", "(?!" + LOGGER_FINDER + '|' + NOT_READ + ").*\\.jar"))
      .flatMap(one -> one).toList();
    for (Path jar : all) {
      Path copy = home.resolve("lib").resolve(jar.getFileName());
      Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
      // A cache remembers the time of each jar, and the tarball gives every file this one.
      Files.setLastModifiedTime(copy, timestamp);
    }
    return all.stream().map(jar -> jar.getFileName().toString()).toList();
  }

  private Stream<Path> jarsIn(String module, String folder, String name) throws IOException {
    try (Stream<Path> found = Files.list(reactor.resolve(module).resolve(folder))) {
      return found.filter(jar -> jar.getFileName().toString().matches(name)).sorted().toList().stream();
    }
  }

  /** Netty's library for this machine, unpacked once here and not into a temporary folder at every start. */
  private void copyNatives() throws IOException {
    String arch = switch (System.getProperty("os.arch")) {
      case "amd64" -> "x86_64";
      case "aarch64" -> "aarch_64";
      default -> throw new IllegalStateException("no native transport for " + System.getProperty("os.arch"));
    };
    Path jar = jarsIn("broker-server", "target/libs", "netty-transport-native-epoll-.*-linux-" + arch + "\\.jar").findFirst()
      .orElseThrow(() -> new IllegalStateException("no netty native transport for " + arch));
    try (var zip = FileSystems.newFileSystem(jar)) {
      String name = "libnetty_transport_native_epoll_" + arch + ".so";
      Files.copy(zip.getPath("META-INF/native/" + name), home.resolve("lib/native").resolve(name));
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static List<String> flags(List<String> own, String program) {
    var flags = new ArrayList<>(COMMON_FLAGS);
    flags.addAll(own);
    flags.add("-XX:AOTCache=$home/lib/" + program + ".aot");
    return flags;
  }

  private void launcher(String name, String main, List<String> flags, List<String> classpath, List<String> more)
    throws IOException {
    String text = Files.readString(reactor.resolve("packaging/src/main/launchers").resolve(name))
      .replace("@FLAGS@", flags.stream().map(flag -> flag.contains("$") ? '"' + flag + '"' : flag)
        .collect(Collectors.joining(" ")))
      .replace("@CLASSPATH@", colons(classpath)).replace("@MAIN@", main)
      .replace("@MORE_CLASSPATH@", more.isEmpty() ? "" : ":" + colons(more));
    Path file = home.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * What a launcher does, for a place without a shell: an argument file of the java command, in which the image's
   * build puts the place of this distribution.
   */
  private void arguments(String name, String main, List<String> flags, List<String> classpath, String... words)
    throws IOException {
    var lines = new ArrayList<>(flags);
    lines.add("-Dbroker.home=$home");
    lines.add("-Djava.library.path=$home/lib/native");
    lines.add("-cp");
    lines.add(colons(classpath));
    lines.add(main);
    lines.addAll(List.of(words));
    Path file = home.resolve("lib/arguments").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines).replace("$home", "@HOME@") + '\n');
  }

  private static String colons(List<String> jarNames) {
    return jarNames.stream().map(jar -> "$home/lib/" + jar).collect(Collectors.joining(":"));
  }

  /**
   * The training runs. The daemon really assumes a role at an offline STS in another process and answers
   * requests on both its listeners, so that the classes of all that are in its cache; the command is run as
   * people run it.
   */
  private void train(List<String> daemon, List<String> sandbox, List<String> command) throws Exception {
    Path work = Files.createTempDirectory("broker-training");
    try (var sts = new Program("sandbox", work, Map.of(), javaCommand(List.of(), joined(sandbox, daemon), SANDBOX, "--home",
      work.resolve("aws").toString(), "--port", "0"))) {
      sts.await(Path.of("aws/config"));
      Map<String, String> environment = Map.of("AWS_CONFIG_FILE", work.resolve("aws/config").toString(),
        "AWS_SHARED_CREDENTIALS_FILE", work.resolve("aws/credentials").toString(), "CREDENTIAL_BROKER_RUNTIME_DIR",
        work.resolve("run").toString(), "XDG_CONFIG_HOME", work.resolve("xdg").toString(), "XDG_STATE_HOME",
        work.resolve("state").toString());
      Path settings = work.resolve("broker.toml");
      int port = freePort();
      Files.writeString(settings, "[listen]\ntcp = [\"127.0.0.1:" + port + "\"]\n[process]\nallow_root = true\n");
      var flags = new ArrayList<>(COMMON_FLAGS);
      flags.addAll(DAEMON_FLAGS);
      flags.addAll(NO_PROFILES);
      flags.add("-XX:AOTCacheOutput=" + home.resolve("lib/brokerd.aot"));
      flags.add("-Djava.library.path=" + home.resolve("lib/native"));
      flags.add("-Dbroker.home=" + home);
      try (var brokerd = new Program("brokerd", work, environment,
        javaCommand(flags, daemon, DAEMON, "--config", settings.toString()))) {
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
        trainCommand(work, environment, command);
        brokerd.end();
      }
    } finally {
      delete(work);
    }
    for (String cache : List.of("brokerd.aot", "broker.aot", "broker-quick.aot")) {
      if (!Files.isRegularFile(home.resolve("lib").resolve(cache))) {
        throw new IllegalStateException("the training run left no " + cache);
      }
    }
  }

  private void trainCommand(Path work, Map<String, String> environment, List<String> command) throws Exception {
    var flags = new ArrayList<>(COMMON_FLAGS);
    flags.addAll(COMMAND_FLAGS);
    flags.add("-Dbroker.home=" + home);
    flags.addAll(NO_PROFILES);
    // One recording covers one process, so it is what people and tools run most, one after the other.
    record(environment, flags, "broker.aot", command, "status", "exec demo -- true");
    // What other programs run, or run often, has a small one: all that is in a cache is read at each start.
    record(environment, flags, "broker-quick.aot", command.subList(0, 1), "credential-process demo", "status --ready", "--help");
  }

  private void record(Map<String, String> environment, List<String> flags, String cache, List<String> classpath,
    String... commands) throws Exception {
    Program.exec(environment, javaCommand(joined(flags, List.of("-XX:AOTCacheOutput=" + home.resolve("lib").resolve(cache))),
      classpath, REHEARSAL, commands).toArray(String[]::new));
  }

  /** Manual pages and completion scripts, made by the programs themselves, where systems look below a prefix. */
  private void share(List<String> daemon, List<String> command) throws Exception {
    Path share = home.resolve("share");
    String day = timestamp.toString().substring(0, 10);
    Program.exec(Map.of(), javaCommand(List.of(), command, "io.credentialbroker.client.cli.ManPages",
      share.resolve("man/man1").toString(), day).toArray(String[]::new));
    Program.exec(Map.of(), javaCommand(List.of(), daemon, "io.credentialbroker.server.ManualPage",
      share.resolve("man/man8").toString(), day).toArray(String[]::new));
    for (var shell : Map.of("bash", "bash-completion/completions/broker", "zsh", "zsh/site-functions/_broker", "fish",
      "fish/vendor_completions.d/broker.fish").entrySet()) {
      Path file = share.resolve(shell.getValue());
      Files.createDirectories(file.getParent());
      Files.writeString(file, Program.exec(Map.of(), home.resolve("bin/broker").toString(), "completion", shell.getKey()));
    }
  }

  private List<String> javaCommand(List<String> flags, List<String> classpath, String main, String... arguments) {
    var line = new ArrayList<String>();
    line.add(home.resolve("runtime/bin/java").toString());
    line.addAll(flags);
    line.add("-cp");
    line.add(classpath.stream().map(jar -> home.resolve("lib").resolve(jar).toString()).collect(Collectors.joining(":")));
    line.add(main);
    line.addAll(List.of(arguments));
    return line;
  }

  private static int freePort() throws IOException {
    try (var any = new ServerSocket(0)) {
      return any.getLocalPort();
    }
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static long megabytes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum() / (1024 * 1024);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> {
          try {
            Files.delete(path);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
      }
    }
  }

  private static void say(String line) {
    System.out.println("[assemble] " + line);
  }
}
