package io.credentialbroker.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The figures of the last full run, as a file; what a quick run is held against. */
final class Recorded {
  /** Three times the half distance of the quartiles: what a round strays by chance on a machine that others use. */
  private static final double NOISE_FACTOR = 3;
  /** Below this share nothing is called worse, however quiet the machine was. */
  private static final double LEAST = 0.05;

  private final Path file;
  private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  Recorded(Path file) {
    this.file = file;
  }

  /**
   * Takes these results in, in the place of older ones of the same id.
   *
   * @param run when, of which commit and how it was measured, in a few words
   */
  void merge(List<Result> results, String run) throws IOException {
    var root = Files.exists(file) ? (ObjectNode) mapper.readTree(file.toFile()) : mapper.createObjectNode();
    for (Result result : results) {
      root.putObject(result.id()).put("what", result.what()).put("figure", result.figure())
          .put("reference", result.reference()).put("value", result.value()).put("lowest", result.lowest())
          .put("highest", result.highest()).put("noise", result.noise())
          .put("better", result.goal() instanceof Goal.AtLeast ? "higher" : "lower")
          .put("goal", result.goal().value()).put("run", run);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    mapper.writeValue(file.toFile(), root);
  }

  /** A recorded result, with when and how it was measured. */
  record Entry(Result result, String run) {}

  /** Everything that is recorded, in the order of these rows' ids where they begin alike, then as it came. */
  List<Entry> all(List<String> order) throws IOException {
    var entries = new ArrayList<Entry>();
    JsonNode root = mapper.readTree(file.toFile());
    root.properties().forEach(one -> {
      JsonNode node = one.getValue();
      double goal = node.path("goal").asDouble();
      entries.add(new Entry(new Result(one.getKey(), node.path("what").asText(), node.path("figure").asText(),
          node.path("reference").asText(), node.path("value").asDouble(), node.path("lowest").asDouble(),
          node.path("highest").asDouble(), node.path("noise").asDouble(),
          node.path("better").asText().equals("higher") ? new Goal.AtLeast(goal) : new Goal.AtMost(goal)),
          node.path("run").asText()));
    });
    entries.sort(Comparator.comparingInt(entry -> place(order, entry.result().id())));
    return entries;
  }

  private static int place(List<String> order, String id) {
    for (int i = order.size() - 1; i >= 0; i--) {
      if (id.equals(order.get(i)) || id.startsWith(order.get(i) + '-')) {
        return i;
      }
    }
    return order.size();
  }

  /** A sentence for each figure that is worse than the recorded one beyond the noise of both runs. */
  List<String> worse(List<Result> results) throws IOException, BenchException {
    if (!Files.exists(file)) {
      throw new BenchException("nothing is recorded in " + file, "run bench/run once, on a quiet machine");
    }
    JsonNode recorded = mapper.readTree(file.toFile());
    var sentences = new ArrayList<String>();
    for (Result result : results) {
      JsonNode before = recorded.path(result.id());
      if (!before.isMissingNode()) {
        double was = before.path("value").asDouble();
        double loss = result.goal() instanceof Goal.AtLeast
            ? 1 - result.value() / was
            : result.value() / was - 1;
        double allowed = Math.max(LEAST,
            NOISE_FACTOR * Math.max(result.noise(), before.path("noise").asDouble()));
        if (loss > allowed) {
          sentences.add(String.format(Locale.ROOT,
              "WORSE: %s is %.3f, was %.3f; that is %.0f %% more than the %.0f %% of noise",
              result.what(), result.value(), was, (loss - allowed) * 100, allowed * 100));
        }
      }
    }
    return sentences;
  }
}
