package io.credentialbroker.core.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountPointsTest {
  @TempDir
  Path folder;

  @Test
  void in_linesOfTheKernel_areThePlacesWithBlanksAndBackslashes() throws IOException {
    Path file = Files.writeString(folder.resolve("mountinfo"), """
        22 27 0:21 / /proc rw,relatime - proc proc rw
        31 27 254:0 /home/me/broker.toml /etc/credential-broker/broker.toml ro - ext4 /dev/vda rw
        32 27 254:0 /x /mnt/my\\040files\\134\\011here rw shared:1 - ext4 /dev/vda rw
        """);
    assertThat(MountPoints.in(file)).containsExactlyInAnyOrder(Path.of("/proc"),
        Path.of("/etc/credential-broker/broker.toml"), Path.of("/mnt/my files\\\there"));
  }
}
