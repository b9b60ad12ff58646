package io.credentialbroker.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** From exec to the listener, and to the first credentials; against the same jars on a plain JDK. */
record StartRow() implements Row {
  private static final long POLL_NANOS = 500_000;
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final Goal FIRST = new Goal.AtMost(0.35);
  private static final Goal LISTENING = new Goal.AtMost(0.30);

  @Override
  public String id() {
    return "start";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public Set<Tool> needs() {
    return EnumSet.noneOf(Tool.class);
  }

  @Override
  public List<Result> measure(Stage stage, Effort effort) throws Exception {
    Path folder = Files.createDirectories(stage.folder().resolve("start"));
    int port = FreePort.find();
    Path settings = Daemon.settings(folder, port);
    List<String> packaged = stage.distribution().brokerd(settings);
    List<String> plain = stage.distribution().plainBrokerd(settings);
    start(stage, folder, port, packaged);
    start(stage, folder, port, plain);
    var ourListening = new ArrayList<Double>();
    var plainListening = new ArrayList<Double>();
    Paired first = Paired.inTurn(effort.rounds(),
        () -> start(stage, folder, port, packaged).addTo(ourListening),
        () -> start(stage, folder, port, plain).addTo(plainListening));
    Paired listening = new Paired(ourListening, plainListening);
    return List.of(
        Result.ratio(id() + "-first", "from exec to the first 200 with real credentials of an offline STS",
            millis(first.ours()), "plain java -cp " + millis(first.reference()), first, FIRST),
        Result.ratio(id() + "-listening", "from exec to a listener that accepts", millis(listening.ours()),
            "plain java -cp " + millis(listening.reference()), listening, LISTENING));
  }

  /**
   * One start.
   *
   * @param listening milliseconds until the port accepts
   * @param first milliseconds until the first 200
   * @param pid of the process that was started, or of its last child
   */
  record Times(double listening, double first, long pid) {
    private double addTo(List<Double> all) {
      all.add(listening);
      return first;
    }
  }

  /** Starts a daemon in an own folder, and ends it when it has answered. */
  static Times start(Stage stage, Path folder, int port, List<String> line) throws Exception {
    Path runtime = folder.resolve("run");
    var environment = new HashMap<>(stage.environment());
    environment.put("CREDENTIAL_BROKER_RUNTIME_DIR", runtime.toString());
    var tcp = new InetSocketAddress("127.0.0.1", port);
    var socket = UnixDomainSocketAddress.of(runtime.resolve("broker.sock"));
    long begin = System.nanoTime();
    try (var program = Program.start("start", folder, environment, line)) {
      poll(program, begin, () -> Nginx.listens(tcp));
      double listening = (System.nanoTime() - begin) / 1e6;
      poll(program, begin, () -> ok(stage, socket));
      return new Times(listening, (System.nanoTime() - begin) / 1e6, program.worker());
    }
  }

  private static boolean ok(Stage stage, UnixDomainSocketAddress socket) {
    try {
      return Answer.of(socket, stage.path(), "").ok();
    } catch (IOException e) {
      return false;
    }
  }

  private static void poll(Program program, long begin, java.util.function.BooleanSupplier done)
      throws IOException, BenchException {
    while (!done.getAsBoolean()) {
      if (!program.alive() || System.nanoTime() - begin > PATIENCE_NANOS) {
        throw program.unready();
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static String millis(List<Double> figures) {
    return String.format(Locale.ROOT, "%.0f ms", Paired.median(figures));
  }
}
