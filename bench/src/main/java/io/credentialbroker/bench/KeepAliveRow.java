package io.credentialbroker.bench;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Credentials served a second over kept-alive TCP connections. */
record KeepAliveRow(int connections) implements LoadRow {
  private static final Goal GOAL = new Goal.AtLeast(0.95);

  @Override
  public String id() {
    return "keepalive-" + connections;
  }

  @Override
  public boolean quick() {
    return connections == 64;
  }

  @Override
  public Set<Tool> needs() {
    return EnumSet.of(Tool.WRK, Tool.NGINX);
  }

  @Override
  public List<Result> measure(Stage stage, Effort effort) throws Exception {
    String token = stage.daemon().token();
    load(stage, stage.daemon().tcp(), token, effort);
    Paired paired = Paired.inTurn(effort.rounds(), () -> load(stage, stage.daemon().tcp(), token, effort),
        () -> load(stage, stage.nginx().tcp(), token, effort));
    return List.of(Result.ratio(id(), what(), perSecond(paired.ours()), "nginx "
        + perSecond(paired.reference()), paired, GOAL));
  }

  String what() {
    return "answers a second, " + connections + " kept-alive TCP connection" + (connections == 1 ? "" : "s");
  }

  double load(Stage stage, InetSocketAddress server, String token, Effort effort) throws Exception {
    return Wrk.load(server, stage.path(), token, connections, effort.seconds(), true).perSecond();
  }

  @Override
  public long load(Server server, String path, String token, int seconds) throws Exception {
    return Wrk.load(server.tcp(), path, token, connections, seconds, true).requests();
  }

  static String perSecond(List<Double> figures) {
    return String.format(Locale.ROOT, "%,.0f/s", Paired.median(figures));
  }
}
