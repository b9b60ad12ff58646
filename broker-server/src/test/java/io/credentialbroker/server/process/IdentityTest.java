package io.credentialbroker.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.server.transport.OwnUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
  @ParameterizedTest
  @CsvSource({
      "1000 1000 1000 1000, 1000 1000 1000 1000, false, false",
      "0 0 0 0, 0 0 0 0, true, false",
      "1000 0 0 0, 1000 1000 1000 1000, true, true",
      "0 1000 1000 1000, 0 0 0 0, false, true",
      "1000 1000 1000 1000, 1000 50 50 50, false, true",
      "4294967294 4294967294 0 0, 1 1 1 1, false, false"})
  void of_statusOfAProcess_tellsItsRights(String uids, String gids, boolean root, boolean setuid) {
    var identity = Identity.of(List.of("Name:\tjava", "Uid:\t" + uids.replace(' ', '\t'),
        "Gid:\t" + gids.replace(' ', '\t'), "FDSize:\t64"));
    assertThat(identity.isRoot()).isEqualTo(root);
    assertThat(identity.isSetuid()).isEqualTo(setuid);
  }

  @Test
  void of_noSuchLines_isAFailureAndNotSomebody() {
    assertThatThrownBy(() -> Identity.of(List.of("Name:\tjava"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void ofThisProcess_always_isTheOwnUser() throws Exception {
    assertThat(Identity.ofThisProcess().effectiveUid()).isEqualTo(OwnUser.uid());
    assertThat(Identity.ofThisProcess().isSetuid()).isFalse();
  }

  @Test
  void optionsIn_environment_areThoseThatAreSet() {
    assertThat(OwnProcess.optionsIn(Map.of("PATH", "/bin", "JAVA_TOOL_OPTIONS", " "))).isEmpty();
    assertThat(OwnProcess.optionsIn(Map.of("_JAVA_OPTIONS", "-Xmx1g", "JAVA_TOOL_OPTIONS", "-javaagent:x")))
        .containsExactly("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");
  }
}
