package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is given out beside the distribution: the bill of materials and the checksums. */
class ReleaseIT {
  private static final Path FOLDER = Distribution.home().resolveSibling("");

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  @Test
  void checksums_ofWhatIsGivenOut_areRightAndNameEverything() throws Exception {
    var sums = new HashMap<String, String>();
    for (String line : Files.readAllLines(FOLDER.resolve("SHA256SUMS"))) {
      sums.put(line.substring(66), line.substring(0, 64));
    }
    for (String suffix : List.of(".tar.gz", ".cdx.json", ".deb")) {
      for (Path file : files(FOLDER, suffix)) {
        assertThat(sums.remove(file.getFileName().toString())).as(file.toString())
            .isEqualTo(Digest.of(Files.readAllBytes(file)));
      }
    }
    assertThat(sums).isEmpty();
    assertThat(files(FOLDER, ".tar.gz")).hasSize(1);
  }

  @Test
  void billOfMaterials_jarsOfTheDistribution_areAllNamedWithTheirVersionsAndDigests() throws Exception {
    Map<String, JsonNode> components = new HashMap<>();
    var bill = new ObjectMapper().readTree(Files.readString(files(FOLDER, ".cdx.json").getFirst()));
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    bill.path("components")
        .forEach(one -> components
            .put(one.path("name").asText() + '-' + one.path("version").asText() + ".jar", one));
    for (Path jar : files(Distribution.home().resolve("lib"), ".jar")) {
      String name = jar.getFileName().toString();
      assertThat(components).as("the bill of materials").containsKey(name);
      if (!name.startsWith("broker-")) {
        assertThat(sha256(Objects.requireNonNull(components.get(name)))).as(name)
            .isEqualTo(Digest.of(Files.readAllBytes(jar)));
      }
    }
  }

  private static String sha256(JsonNode component) {
    for (JsonNode hash : component.path("hashes")) {
      if (hash.path("alg").asText().equals("SHA-256")) {
        return hash.path("content").asText();
      }
    }
    return "no digest";
  }
}
