package io.credentialbroker.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenFilesTest {
  private @TempDir Path temp = Path.of("");

  @ParameterizedTest
  @CsvSource({ "128, 1024, 64", "1024, 1024, 960", "65536, 1024, 1024", "65536, 100, 100", "72, 1024, 8",
      "20, 1024, 8", "unlimited, 1024, 1024", "99999999999, 1024, 1024"})
  void roomFor_softLimit_keepsDescriptorsForTheRest(String soft, int wanted, int room) throws Exception {
    var limits = Files.writeString(temp.resolve("limits"), """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             7                    7                    processes
        Max open files            %s                 1048576              files
        """.formatted(soft));
    assertThat(OpenFiles.roomFor(wanted, limits, temp.resolve("none"))).isEqualTo(room);
  }

  @Test
  void roomFor_noLimitsTold_isWhatIsWanted() {
    assertThat(OpenFiles.roomFor(5, temp.resolve("none"), temp)).isEqualTo(5);
  }

  @Test
  void roomFor_descriptorsInUse_leaveLessRoom() throws Exception {
    var limits = Files.writeString(temp.resolve("limits"),
        "Max open files            128                  128                  files\n");
    var open = Files.createDirectory(temp.resolve("fd"));
    for (int i = 0; i < 40; i++) {
      Files.createFile(open.resolve("" + i));
    }
    assertThat(OpenFiles.roomFor(1024, limits, open)).isEqualTo(24);
  }

  @Test
  void roomFor_thisProcess_isSomething() {
    assertThat(OpenFiles.roomFor(16)).isBetween(8, 16);
  }
}
