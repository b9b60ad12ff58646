package io.credentialbroker.bench;

import java.net.SocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A connection for each request over the unix socket. */
record UnixSocketRow() implements LoadRow {
  private static final int CALLERS = 16;
  private static final Goal GOAL = new Goal.AtLeast(0.75);

  @Override
  public String id() {
    return "unix-new-connection";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public Set<Tool> needs() {
    return EnumSet.of(Tool.NGINX);
  }

  @Override
  public List<Result> measure(Stage stage, Effort effort) throws Exception {
    load(stage, stage.daemon().socket(), effort);
    load(stage, stage.nginx().socket(), effort);
    Paired paired = Paired.inTurn(effort.rounds(), () -> load(stage, stage.daemon().socket(), effort),
        () -> load(stage, stage.nginx().socket(), effort));
    return List.of(Result.ratio(id(), "answers a second, a new unix-socket connection for each, " + CALLERS
        + " at once", KeepAliveRow.perSecond(paired.ours()),
        "nginx " + KeepAliveRow.perSecond(paired.reference()),
        paired, GOAL));
  }

  @Override
  public long load(Server server, String path, String token, int seconds) throws Exception {
    return Math.round(ClosedLoop.newConnections(server.socket(), path, token, CALLERS, seconds) * seconds);
  }

  private static double load(Stage stage, SocketAddress server, Effort effort) throws Exception {
    return ClosedLoop.newConnections(server, stage.path(), stage.daemon().token(), CALLERS, effort.seconds());
  }
}
