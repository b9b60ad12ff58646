package io.credentialbroker.bench;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** Latency at half of what the slower of the two can serve, open loop. */
record LatencyRow() implements LoadRow {
  private static final int CONNECTIONS = 64;
  /** For a profile, which is of one server alone: about half of what two cores serve. */
  private static final double PROFILED_RATE = 40_000;
  private static final Goal P99 = new Goal.AtMost(1.5);
  private static final Goal P999 = new Goal.AtMost(2);

  @Override
  public String id() {
    return "latency";
  }

  @Override
  public boolean quick() {
    return false;
  }

  @Override
  public Set<Tool> needs() {
    return EnumSet.of(Tool.WRK, Tool.NGINX);
  }

  @Override
  public List<Result> measure(Stage stage, Effort effort) throws Exception {
    String token = stage.daemon().token();
    double half = Math.min(capacity(stage, stage.daemon().tcp(), token, effort),
        capacity(stage, stage.nginx().tcp(), token, effort)) / 2;
    var ours = new ArrayList<Histogram>();
    var theirs = new ArrayList<Histogram>();
    load(stage, stage.daemon().tcp(), token, half, effort, new ArrayList<>());
    Paired p99 = Paired.inTurn(effort.rounds(),
        () -> load(stage, stage.daemon().tcp(), token, half, effort, ours),
        () -> load(stage, stage.nginx().tcp(), token, half, effort, theirs));
    Paired p999 = new Paired(at(ours, 99.9), at(theirs, 99.9));
    String what = String.format(Locale.ROOT,
        "of latency at %,.0f requests a second, %d connections, open loop", half,
        CONNECTIONS);
    return List.of(
        Result.ratio(id() + "-p99", "p99 " + what, micros(p99.ours()), "nginx " + micros(p99.reference()),
            p99, P99),
        Result.ratio(id() + "-p99.9", "p99.9 " + what, micros(p999.ours()),
            "nginx " + micros(p999.reference()), p999,
            P999));
  }

  @Override
  public long load(Server server, String path, String token, int seconds) throws Exception {
    return OpenLoop.load(server.tcp(), path, token, CONNECTIONS, PROFILED_RATE, seconds).getTotalCount();
  }

  private static double capacity(Stage stage, InetSocketAddress server, String token, Effort effort)
      throws Exception {
    return Wrk.load(server, stage.path(), token, CONNECTIONS, effort.seconds(), true).perSecond();
  }

  private static double load(Stage stage, InetSocketAddress server, String token, double rate, Effort effort,
      List<Histogram> into) throws Exception {
    Histogram latencies = OpenLoop.load(server, stage.path(), token, CONNECTIONS, rate, effort.seconds());
    into.add(latencies);
    return latencies.getValueAtPercentile(99);
  }

  private static List<Double> at(List<Histogram> histograms, double percentile) {
    return histograms.stream().map(histogram -> (double) histogram.getValueAtPercentile(percentile)).toList();
  }

  private static String micros(List<Double> nanos) {
    return String.format(Locale.ROOT, "%,.0f µs", Paired.median(nanos) / 1000);
  }
}
