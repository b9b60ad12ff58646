import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the distribution together: jars, a jlinked Java runtime, launchers, and for each program an AOT cache
 * from a training run of that very program. Run by the build with the JDK whose runtime is to be shipped:
 * {@code java Assemble.java package|image REACTOR HOME TIMESTAMP}.
 */
final class Assemble {
  static final String DAEMON = "io.credentialbroker.server.Brokerd";
  private static final String COMMAND = "io.credentialbroker.client.cli.BrokerCommand";
  private static final String HELP = "io.credentialbroker.client.cli.HelpText";

  /** Natives, which are unpacked, and annotations that only compilers read. */
  private static final String NOT_READ = "netty-transport-native-epoll-|jspecify-|error_prone_annotations-";
  /** The JDK opens each jar up to this one when its log is set up. */
  private static final String LOGGER_FINDER = "slf4j-jdk-platform-logging-";
  /** The client's own comes first: the small cache is bound to that one alone. */
  private static final String COMMAND_JARS = "(broker-client|picocli|jackson-core)-[0-9].*";
  /** What {@code broker policy} needs of the daemon's jars: a cache takes a class path that is longer at its end. */
  private static final String POLICY_JARS = "(broker-(server|core)|jackson-(annotations|databind))-[0-9].*";

  private final Edition edition;
  private final Flags flags;
  private final Path reactor;
  private final Path home;
  private final FileTime timestamp;
  private final Path jdk = Path.of(System.getProperty("java.home"));

  private Assemble(Edition edition, Path reactor, Path home, FileTime timestamp) {
    this.edition = edition;
    this.flags = new Flags(edition);
    this.reactor = reactor;
    this.home = home;
    this.timestamp = timestamp;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      throw new IllegalArgumentException("usage: java Assemble.java package|image REACTOR HOME TIMESTAMP");
    }
    new Assemble(Edition.valueOf(args[0].toUpperCase(Locale.ROOT)), Path.of(args[1]).toAbsolutePath().normalize(),
      Path.of(args[2]).toAbsolutePath().normalize(), FileTime.from(Instant.parse(args[3]))).run();
  }

  private void run() throws Exception {
    delete(home);
    Files.createDirectories(home.resolve("lib/native"));
    List<String> daemon = copyJars("broker-server");
    // Without the SDK, for which the client is a provider of credentials: each jar costs time at the start.
    List<String> command = copyJars("broker-client").stream().filter(jar -> jar.matches(COMMAND_JARS)).toList();
    List<String> policy = daemon.stream().filter(jar -> jar.matches(POLICY_JARS) && !command.contains(jar)).toList();
    copyNatives();
    new LinkedRuntime(edition, jdk, home.resolve("runtime")).make();
    arguments("brokerd", DAEMON, withCache(flags.daemon(), "brokerd"), daemon);
    arguments("broker", COMMAND, flags.command(), Flags.joined(command, policy));
    arguments("ready", COMMAND, flags.check(), command, "status", "--ready");
    var training = new Training(edition, home);
    if (edition == Edition.IMAGE) {
      Slim.jars(home.resolve("lib"), filesIn(home.resolve("lib/native")), timestamp);
      training.run(sandbox(), daemon, command);
      Documents.copyLicence(reactor, home.resolve("share/doc/credential-broker"));
    } else {
      List<String> sandbox = new ArrayList<>(copyJars("broker-sandbox"));
      sandbox.removeAll(daemon);
      launcher("brokerd", DAEMON, withCache(flags.daemon(), "brokerd"), daemon, sandbox);
      launcher("broker", COMMAND, withCache(Flags.joined(flags.launchedCommand(), List.of("$mode")), "$cache"), command, policy);
      arguments("brokerd-sandbox", DAEMON, withCache(flags.daemon(), "brokerd"), Flags.joined(daemon, sandbox));
      copyTree(reactor.resolve("packaging/systemd"), home.resolve("lib/systemd"));
      Program.exec(Map.of(), training.line(List.of(), command, HELP, home.toString()).toArray(String[]::new));
      training.run(sandbox(), daemon, command);
      share(training, daemon, command);
      Documents.copy(reactor, home.resolve("share/doc/credential-broker"));
    }
    CacheFiles.write(home.resolve("lib"), "brokerd.aot", daemon);
    say("assembled " + home.getFileName() + ", " + megabytes(home) + " MiB");
  }

  /** The offline AWS of the training run, as the build has it: the image holds none. */
  private List<String> sandbox() throws IOException {
    String jars = Stream.concat(jarsIn("broker-sandbox", "target", "broker-sandbox-[0-9].*(?<!-tests|-sources)\\.jar"),
      jarsIn("broker-sandbox", "target/libs", ".*\\.jar")).map(Path::toString).collect(Collectors.joining(":"));
    return List.of(jdk.resolve("bin/java").toString(), "-cp", jars);
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

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static List<String> withCache(List<String> flags, String cache) {
    return Flags.joined(flags, List.of("-XX:AOTCache=$home/lib/" + cache + ".aot"));
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

  /** Manual pages and completion scripts, made by the programs themselves, where systems look below a prefix. */
  private void share(Training training, List<String> daemon, List<String> command) throws Exception {
    Path share = home.resolve("share");
    String day = timestamp.toString().substring(0, 10);
    Program.exec(Map.of(), training.line(List.of(), command, "io.credentialbroker.client.cli.ManPages",
      share.resolve("man/man1").toString(), day).toArray(String[]::new));
    Program.exec(Map.of(), training.line(List.of(), daemon, "io.credentialbroker.server.ManualPage",
      share.resolve("man/man8").toString(), day).toArray(String[]::new));
    for (var shell : Map.of("bash", "bash-completion/completions/broker", "zsh", "zsh/site-functions/_broker", "fish",
      "fish/vendor_completions.d/broker.fish").entrySet()) {
      Path file = share.resolve(shell.getValue());
      Files.createDirectories(file.getParent());
      Files.writeString(file, Program.exec(Map.of(), home.resolve("bin/broker").toString(), "completion", shell.getKey()));
    }
  }

  private static long megabytes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum() / (1024 * 1024);
    }
  }

  static void delete(Path folder) throws IOException {
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
