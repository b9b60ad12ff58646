package io.credentialbroker.core.profile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/**
 * The test cases published with the AWS SDKs. They are not part of this project: the environment variable
 * {@code BROKER_TEST_VECTORS} names the folder that holds them, and without it these tests are skipped.
 */
public final class Vectors {
  public static final String FOLDER = "BROKER_TEST_VECTORS";

  private Vectors() {}

  /** The cases of one file, in order; prints how many there are. */
  public static List<JsonNode> of(String file) {
    try {
      String folder = System.getenv(FOLDER);
      assumeTrue(folder != null && !folder.isBlank(),
          FOLDER + " does not name the folder of the published test cases");
      Path cases = Path.of(Objects.requireNonNull(folder), file);
      JsonNode root = new ObjectMapper().readTree(cases.toFile());
      JsonNode listed = root.isArray() ? root : root.get("tests");
      System.out.println(file + ": " + listed.size() + " cases");
      return StreamSupport.stream(listed.spliterator(), false).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
