package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit when there is no room. A limit of the size of files stands for the full disk: the kernel takes a part
 * of a write and then refuses, in the same way.
 */
class FullDiskIT {
  @TempDir
  private Path folder;

  @Test
  void audit_withoutRoom_servesAllTheSameAndTellsWhatIsMissingWhenThereIsRoomAgain() throws Exception {
    var distribution = new Distribution(folder);
    Path file = folder.resolve("audit/audit.jsonl");
    distribution.settings("[listen]\ntcp = [\"127.0.0.1:0\"]\n[audit]\nfile = \"" + file + "\"\n");
    String brokerd = Distribution.home().resolve("bin/brokerd").toString();
    // In blocks of 512 bytes.
    try (var service = Service.start(distribution.environment(), folder.resolve("brokerd.log"),
        List.of("sh", "-c", "ulimit -f 64; exec \"$0\" --sandbox", brokerd))) {
      var socket = UnixDomainSocketAddress.of(distribution.runtimeDirectory().resolve("broker.sock"));
      service.awaitReady(() -> distribution.broker("credential-process", "demo").exit() == 0);
      for (int i = 0; i < 120; i++) {
        assertThat(OneRequest.at(socket, "localhost", "demo", null)).isEqualTo(200);
      }
      service.awaitReady(
          () -> distribution.broker("status", "--json").succeeded().contains("cannot be written"));
      assertThat(Files.size(file)).isLessThanOrEqualTo(64 * 512);
      assertWholeLines(file);
      int before = Files.readAllLines(file).size();
      Files.move(file, folder.resolve("full.jsonl")); // there is room again
      service.awaitReady(() -> Files.exists(file) && !distribution.broker("status", "--json").succeeded()
          .contains("cannot be written"));
      assertThat(OneRequest.at(socket, "localhost", "demo", null)).isEqualTo(200);
      service.awaitReady(() -> lines(file) + before > 120);
      assertWholeLines(file);
    }
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertWholeLines(Path file) throws Exception {
    assertThat(Files.readString(file)).endsWith("\n");
    var outcomes = new ArrayList<String>();
    for (String line : Files.readAllLines(file)) {
      outcomes.add(new ObjectMapper().readTree(line).get("outcome").asText());
    }
    assertThat(outcomes).isNotEmpty();
  }
}
