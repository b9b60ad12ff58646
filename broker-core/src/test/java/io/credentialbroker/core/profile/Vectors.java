package io.credentialbroker.core.profile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The test cases published with the AWS SDKs. They are not part of this project: the environment variable
 * {@code BROKER_TEST_VECTORS} names the folder that holds them, and without it these tests are skipped.
 */
public final class Vectors {
  private Vectors() {}

  /** The cases of one file, in order; prints how many there are. */
  public static List<JsonNode> of(String file) {
    String folder = System.getenv("BROKER_TEST_VECTORS");
    assumeTrue(folder != null && !folder.isBlank(),
        "BROKER_TEST_VECTORS does not name the folder of the published test cases");
    try {
      JsonNode root = new ObjectMapper().readTree(Path.of(folder, file).toFile());
      JsonNode cases = root.isArray() ? root : root.get("tests");
      System.out.println(file + ": " + cases.size() + " cases");
      return StreamSupport.stream(cases.spliterator(), false).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
