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
}
