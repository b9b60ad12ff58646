package io.credentialbroker.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The command line, against curl fetching the same answer over the same socket. */
record CommandRow() implements Row {
  private static final int RUNS = 5;
  private static final Goal GOAL = new Goal.AtMost(7);

  @Override
  public String id() {
    return "command";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public Set<Tool> needs() {
    return EnumSet.of(Tool.HYPERFINE, Tool.CURL);
  }

  @Override
  public List<Result> measure(Stage stage, Effort effort) throws Exception {
    String broker = stage.distribution().broker().toString();
    String process = broker + " credential-process " + Stage.profile(0);
    String curl = Tool.CURL.path() + " -sf --unix-socket " + stage.daemon().socket().getPath()
        + " http://localhost/v1/credential-process/" + Stage.profile(0);
    var results = new ArrayList<Result>();
    for (var each : List.of(new String[]{ "help", broker + " --help"},
        new String[]{ "credential-process", process})) {
      Paired paired = Paired.inTurn(effort.rounds(), () -> time(stage, each[1]), () -> time(stage, curl));
      results.add(Result.ratio(id() + '-' + each[0], "broker "
          + (each[0].equals("help") ? "--help" : "credential-process") + ", warm", millis(paired.ours()),
          "curl " + millis(paired.reference()), paired, GOAL));
    }
    return results;
  }

  private static double time(Stage stage, String command) throws Exception {
    Path json = stage.folder().resolve("hyperfine.json");
    var environment = Map.of("CREDENTIAL_BROKER_RUNTIME_DIR", stage.daemon().runtime().toString());
    Tool.run(environment, List.of(Tool.HYPERFINE.path(), "-N", "--style", "none", "--warmup", "1", "--runs",
        Integer.toString(RUNS),
        "--export-json", json.toString(), command));
    return new ObjectMapper().readTree(json.toFile()).at("/results/0/median").asDouble() * 1000;
  }

  private static String millis(List<Double> figures) {
    return String.format(Locale.ROOT, "%.1f ms", Paired.median(figures));
  }
}
