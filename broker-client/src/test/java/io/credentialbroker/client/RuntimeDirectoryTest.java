package io.credentialbroker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuntimeDirectoryTest {
  @Test
  void of_ownVariable_winsOverAllOthers() throws Exception {
    var directory = RuntimeDirectory.of(
        Map.of("CREDENTIAL_BROKER_RUNTIME_DIR", "/a/b", "XDG_RUNTIME_DIR", "/x"));

    assertThat(directory.controlSocket()).isEqualTo(Path.of("/a/b/control.sock"));
    assertThat(directory.credentialsSocket()).isEqualTo(Path.of("/a/b/broker.sock"));
    assertThat(directory.log()).isEqualTo(Path.of("/a/b/brokerd.log"));
  }

  @Test
  void of_xdg_isAFolderOfOurNameBelowIt() throws Exception {
    var directory = RuntimeDirectory.of(Map.of("CREDENTIAL_BROKER_RUNTIME_DIR", "", "XDG_RUNTIME_DIR", "/x"));

    assertThat(directory.path()).isEqualTo(Path.of("/x/credential-broker"));
  }

  @Test
  void of_noVariable_isTheLoginFolderOrAnErrorThatNamesTheVariable(@TempDir Path folder) throws Exception {
    Path login = Path.of("/run/user", Files.getAttribute(folder, "unix:uid").toString());
    if (Files.isDirectory(login)) {
      assertThat(RuntimeDirectory.of(Map.of()).path()).isEqualTo(login.resolve("credential-broker"));
    } else {
      var failure = catchThrowableOfType(BrokerException.class, () -> RuntimeDirectory.of(Map.of()));
      assertThat(failure.kind()).isEqualTo(BrokerException.Kind.LOCAL);
      assertThat(failure.hint()).contains("CREDENTIAL_BROKER_RUNTIME_DIR");
    }
  }

  @Test
  void constructor_relativePath_isMadeAbsolute() {
    assertThat(new RuntimeDirectory(Path.of("a/../b")).path()).isEqualTo(Path.of("b").toAbsolutePath());
  }

  @Test
  void fault_ownFolderOrOneThatCanBeMade_isNone(@TempDir Path folder) {
    assertThat(new RuntimeDirectory(folder).fault()).isEmpty();
    assertThat(new RuntimeDirectory(folder.resolve("new")).fault()).isEmpty();
  }

  @Test
  void fault_fileInItsPlace_saysWhatAndWhereAndWhatToDo(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(new RuntimeDirectory(file).fault()).hasValueSatisfying(fault -> {
      assertThat(fault).hasMessageContaining(file + " is not a folder");
      assertThat(fault.kind()).isEqualTo(BrokerException.Kind.NO_DAEMON);
      assertThat(fault.hint()).contains("remove it", "CREDENTIAL_BROKER_RUNTIME_DIR");
    });
    assertThat(new RuntimeDirectory(file.resolve("x")).fault())
        .hasValueSatisfying(fault -> assertThat(fault).hasMessageContaining("cannot be made: " + file
            + " is not a folder"));
  }

  @Test
  void fault_noParent_namesWhatIsMissing(@TempDir Path folder) {
    assertThat(new RuntimeDirectory(folder.resolve("none/run")).fault()).hasValueSatisfying(
        fault -> assertThat(fault.hint()).contains("make " + folder.resolve("none") + " (mode 0700)"));
  }

  @Test
  void fault_folderOfSomebodyElse_isOne() throws Exception {
    Path proc = Path.of("/proc/1");
    Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    boolean foreign = !Files.getAttribute(proc, "unix:uid").equals(own);
    assertThat(new RuntimeDirectory(proc).fault().isPresent()).isEqualTo(foreign);
  }
}
