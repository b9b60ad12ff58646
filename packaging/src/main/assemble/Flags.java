import java.util.List;
import java.util.stream.Stream;

/** With which options the JVM runs the programs: in their launchers, in their argument files and in the training runs. */
final class Flags {
  /** For a small footprint; with these flags the caches are recorded. */
  private static final List<String> COMMON = List.of("-XX:+UseSerialGC",
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
  private static final List<String> DAEMON = List.of("-Xms8m", "-Xmx48m",
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
    "-Dslf4j.provider=org.slf4j.jul.JULServiceProvider", "-Dslf4j.internal.verbosity=WARN");

  private static final List<String> COMMAND = joined(List.of("-Xmx32m"), QUICK_START);

  /** The health check runs inside the daemon's memory limit, every few seconds. */
  private static final List<String> CHECK = List.of("-Xms4m", "-Xmx16m", "-Xss256k", "-Xint");

  /**
   * Of the training run. A start would have all that is in a profile compiled at once, and the command does not use
   * the compiler that profiles are for (docs/decisions/0018).
   */
  private static final List<String> NO_PROFILES = List.of("-XX:-AOTRecordTraining", "-XX:-AOTReplayTraining");

  private final Edition edition;

  Flags(Edition edition) {
    this.edition = edition;
  }

  /**
   * Of every program. Short headers save memory with each session, and make each class of a cache begin at a multiple
   * of 1 KiB. A daemon of one pod has few sessions: the image does without them.
   */
  List<String> common() {
    return joined(List.of(edition == Edition.IMAGE ? "-XX:-UseCompactObjectHeaders" : "-XX:+UseCompactObjectHeaders"), COMMON);
  }

  List<String> daemon() {
    return joined(common(), joined(QUICK_START, DAEMON));
  }

  /** Of the command, in whose launcher the way it is compiled depends on what it is asked for. */
  List<String> launchedCommand() {
    return joined(common(), COMMAND);
  }

  List<String> command() {
    return joined(launchedCommand(), List.of("-XX:TieredStopAtLevel=1"));
  }

  List<String> check() {
    return joined(common(), CHECK);
  }

  /** What the training run of a program has beside the flags that it will run with. */
  List<String> training() {
    return edition == Edition.IMAGE ? joined(NO_PROFILES, List.of("-XX:-AOTInvokeDynamicLinking")) : NO_PROFILES;
  }

  static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
