package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.profiles.ProfileFile;

/** Locations and parsing of the shared files, by the cases published with the AWS SDK for Rust. */
@EnabledIfEnvironmentVariable(named = Vectors.FOLDER, matches = ".+", disabledReason = "it does not name the folder of the published test cases")
class SharedFileVectorsTest {

  @TestFactory
  Stream<DynamicTest> locations_publishedCase_asPublished() {
    return Vectors.of("smithy-rs/file-location-tests.json").stream()
        .map(one -> DynamicTest.dynamicTest(one.get("name").asText(), () -> assertLocations(one)));
  }

  @TestFactory
  Stream<DynamicTest> parsing_publishedCase_asPublished() {
    List<JsonNode> cases = Vectors.of("smithy-rs/profile-parser-tests.json");
    return cases.stream()
        .map(one -> DynamicTest.dynamicTest(one.get("name").asText(), () -> assertParse(one)));
  }

  private static void assertLocations(JsonNode one) {
    var environment = new HashMap<String, String>();
    one.get("environment").properties().forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
    boolean windows = one.get("platform").asText().equals("windows");
    Path home = SharedFiles.homeOf(environment, windows, Path.of("/nobody"));
    SharedFiles files = SharedFiles.of(environment, home);
    char separator = windows ? '\\' : '/';
    assertThat(files.config().toString().replace('/', separator))
        .isEqualTo(one.get("configLocation").asText());
    assertThat(files.credentials().toString().replace('/', separator))
        .isEqualTo(one.get("credentialsLocation").asText());
  }

  private static void assertParse(JsonNode one) {
    JsonNode input = one.get("input");
    SharedFile config = SharedFile.parse(Path.of("config"), input.path("configFile").asText(""),
        ProfileFile.Type.CONFIGURATION);
    SharedFile credentials = SharedFile.parse(Path.of("credentials"),
        input.path("credentialsFile").asText(""), ProfileFile.Type.CREDENTIALS);
    var both = new SharedConfig(config, credentials);
    JsonNode output = one.get("output");
    if (output.has("errorContaining")) {
      assertThat(both.problems()).singleElement().extracting(ProfileProblem::message).asString()
          .contains("line");
      return;
    }
    assertThat(both.problems()).isEmpty();
    assertThat(asJson(both.profiles())).isEqualTo(output.at("/config/profiles"));
    output.at("/config/sso_sessions").properties().forEach(expected -> assertThat(asJson(
        Map.of("it", Objects.requireNonNull(both.ssoSession(expected.getKey()))))
        .get("it")).isEqualTo(expected.getValue()));
  }

  private static ObjectNode asJson(Map<String, Section> sections) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    sections.forEach((name, section) -> {
      ObjectNode values = json.putObject(name);
      section.values().forEach((key, found) -> {
        // Beside the published form the SDK for Java gives each sub-property a key of its own.
        if (!key.contains(".")) {
          values.put(key, found.text());
        }
      });
    });
    return json;
  }
}
