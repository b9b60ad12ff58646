package io.credentialbroker.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadyTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @Test
  void makeReady_again_leavesNoSocketOpen() throws Exception {
    assumeThat(DESCRIPTORS).exists();
    Transport.makeReady();
    long before = sockets();
    for (int i = 0; i < 50; i++) {
      Transport.makeReady();
    }
    // Other tests of this process may open and close some meanwhile.
    assertThat(sockets()).isLessThan(before + 40);
  }

  private static long sockets() throws IOException {
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.filter(ReadyTest::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed since
    }
  }
}
