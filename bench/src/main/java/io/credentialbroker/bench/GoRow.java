package io.credentialbroker.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The same as {@link KeepAliveRow}, against a server that is written in Go. */
record GoRow(int connections) implements Row {
  private static final Goal GOAL = new Goal.AtLeast(1.7);

  @Override
  public String id() {
    return "go-keepalive-" + connections;
  }

  @Override
  public boolean quick() {
    return false;
  }

  @Override
  public Set<Tool> needs() {
    return EnumSet.of(Tool.WRK, Tool.NGINX, Tool.GO);
  }

  @Override
  public List<Result> measure(Stage stage, Effort effort) throws Exception {
    String token = stage.daemon().token();
    var ours = new KeepAliveRow(connections);
    try (var go = GoServer.start(stage.folder(), token, stage.daemon().answer(Stage.profile(0)).body())) {
      ours.load(stage, stage.daemon().tcp(), token, effort);
      ours.load(stage, go.tcp(), token, effort);
      Paired paired = Paired.inTurn(effort.rounds(),
          () -> ours.load(stage, stage.daemon().tcp(), token, effort),
          () -> ours.load(stage, go.tcp(), token, effort));
      return List.of(Result.ratio(id(), ours.what(), KeepAliveRow.perSecond(paired.ours()),
          "Go net/http " + KeepAliveRow.perSecond(paired.reference()), paired, GOAL));
    }
  }
}
