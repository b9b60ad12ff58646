package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.server.config.BrokerConfig;
import io.credentialbroker.server.process.Identity;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrivilegesTest {
  private static final Identity ROOT = new Identity(0, 0, 0, 0);
  private static final BrokerConfig.Rights SILENT = BrokerConfig.DEFAULTS.process();
  private static final BrokerConfig.Rights ALLOWED = new BrokerConfig.Rights(true);

  @Test
  void check_root_isRefusedUnlessTheConfigSaysSoOrNothingIsReal() {
    assertThatThrownBy(() -> Privileges.check(ROOT, SILENT, false)).isInstanceOfSatisfying(Fault.class,
        fault -> assertThat(fault.hint()).contains("allow_root = true", "[process]"));
    assertThatCode(() -> Privileges.check(ROOT, ALLOWED, false)).doesNotThrowAnyException();
    assertThatCode(() -> Privileges.check(ROOT, SILENT, true)).doesNotThrowAnyException();
  }

  @Test
  void check_setuidOrSetgid_isRefusedWhateverTheConfigSays() {
    for (Identity identity : new Identity[]{ new Identity(1000, 0, 1000, 1000),
        new Identity(1000, 1001, 1000, 1000), new Identity(1000, 1000, 1000, 50)}) {
      assertThatThrownBy(() -> Privileges.check(identity, ALLOWED, true)).isInstanceOf(Fault.class);
    }
  }

  @Test
  void check_ordinaryUser_passes() {
    assertThatCode(() -> Privileges.check(new Identity(1000, 1000, 1000, 1000), SILENT, false))
        .doesNotThrowAnyException();
  }

  @Test
  void closeToOthers_optionsForJavaInTheEnvironment_isRefused() {
    assertThatThrownBy(() -> Privileges.closeToOthers(Map.of("JAVA_TOOL_OPTIONS", "-agentlib:jdwp")))
        .isInstanceOfSatisfying(Fault.class, fault -> {
          assertThat(fault).hasMessageContaining("JAVA_TOOL_OPTIONS");
          assertThat(fault.hint()).contains("bin/brokerd");
        });
  }

  /** The kernel shows it: what is in /proc of a process that is not dumpable belongs to root. */
  @Test
  void closeToOthers_onLinux_takesTheProcessFromItsUser() throws Exception {
    Path memory = Path.of("/proc/self/mem");
    assumeTrue(Files.exists(memory), "there is no /proc here");
    Privileges.closeToOthers(Map.of());
    assertThat(Files.getAttribute(memory, "unix:uid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(0);
  }
}
