package io.credentialbroker.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  void write(List<Result> results) throws IOException {
    var root = mapper.createObjectNode();
    for (Result result : results) {
      root.putObject(result.id()).put("value", result.value()).put("noise", result.noise()).put("better",
          result.goal() instanceof Goal.AtLeast ? "higher" : "lower");
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    mapper.writeValue(file.toFile(), root);
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
