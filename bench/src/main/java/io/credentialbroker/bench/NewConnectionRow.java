package io.credentialbroker.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A TCP connection for each request, as most programs with an SDK do: answers a second, and CPU time for each. */
record NewConnectionRow() implements LoadRow {
  private static final int CALLERS = 16;
  private static final Goal RATE = new Goal.AtLeast(0.90);
  private static final Goal CPU = new Goal.AtMost(1.4);

  @Override
  public String id() {
    return "new-connection";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public Set<Tool> needs() {
    return EnumSet.of(Tool.WRK, Tool.NGINX);
  }

  @Override
  public List<Result> measure(Stage stage, Effort effort) throws Exception {
    // This path is compiled apart from the kept-alive one: one round to warm it.
    load(stage, stage.daemon().tcp(), stage.daemon().program(), effort, new ArrayList<>());
    var ourCpu = new ArrayList<Double>();
    var nginxCpu = new ArrayList<Double>();
    Paired rate = Paired.inTurn(effort.rounds(),
        () -> load(stage, stage.daemon().tcp(), stage.daemon().program(), effort, ourCpu),
        () -> load(stage, stage.nginx().tcp(), stage.nginx().program(), effort, nginxCpu));
    Paired cpu = new Paired(ourCpu, nginxCpu);
    return List.of(
        Result.ratio(id(), "answers a second, a new TCP connection for each, " + CALLERS + " at once",
            KeepAliveRow.perSecond(rate.ours()), "nginx " + KeepAliveRow.perSecond(rate.reference()), rate,
            RATE),
        Result.ratio(id() + "-cpu", "CPU time of the server for each of these", micros(cpu.ours()),
            "nginx " + micros(cpu.reference()), cpu, CPU));
  }

  @Override
  public long load(Server server, String path, String token, int seconds) throws Exception {
    return Wrk.load(server.tcp(), path, token, CALLERS, seconds, false).requests();
  }

  private static double load(Stage stage, InetSocketAddress server, Program program, Effort effort,
      List<Double> microsPerRequest) throws Exception {
    Duration before = program.cpu();
    Wrk wrk = Wrk.load(server, stage.path(), stage.daemon().token(), CALLERS, effort.seconds(), false);
    microsPerRequest.add(program.cpu().minus(before).toNanos() / 1000.0 / wrk.requests());
    return wrk.perSecond();
  }

  private static String micros(List<Double> figures) {
    return String.format(Locale.ROOT, "%.1f µs", Paired.median(figures));
  }
}
