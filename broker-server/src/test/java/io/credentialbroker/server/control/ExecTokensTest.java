package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Pace;
import io.credentialbroker.core.profile.ProfileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecTokensTest {
  private static final ProfileName PROFILE = new ProfileName("deploy");

  @TempDir
  Path runtime;
  private final ClientTokens tokens = new ClientTokens(new SecureRandom(), InstantSource.system());

  @Test
  void open_newFolder_isForItsOwnerOnly() throws Exception {
    open();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime.resolve("exec"))))
        .isEqualTo("rwx------");
  }

  @Test
  void open_filesOfACrashedDaemon_areSwept() throws Exception {
    Files.createDirectory(runtime.resolve("exec"));
    Path left = Files.writeString(runtime.resolve("exec/0badcafe.token"), "old");
    open();
    assertThat(left).doesNotExist();
  }

  @Test
  void close_tokensInUse_areRevokedAndTheirFilesRemoved() throws Exception {
    var exec = open();
    var one = exec.issue(PROFILE);
    var two = exec.issue(PROFILE);
    assertThat(one.file()).exists().isNotEqualTo(two.file());
    exec.close();
    assertThat(tokens.clients()).isEmpty();
    assertThat(runtime.resolve("exec")).isEmptyDirectory();
  }

  @Test
  void issue_fileThatCannotBeWritten_leavesNoToken() throws Exception {
    var exec = new ExecTokens(tokens, Set.of(), () -> Pace.UNLIMITED, runtime.resolve("exec"), (_, _) -> {
      throw new IOException("disk full");
    });
    assertThatThrownBy(() -> exec.issue(PROFILE)).isInstanceOf(IOException.class);
    assertThat(tokens.clients()).isEmpty();
  }

  private ExecTokens open() throws IOException {
    return new ExecTokens(tokens, Set.of(), () -> Pace.UNLIMITED, runtime.resolve("exec"),
        (file, token) -> Files.writeString(file, token.reveal()));
  }
}
