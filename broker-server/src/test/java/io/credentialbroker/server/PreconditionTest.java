package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PreconditionTest extends AroundDaemon {
  private static final Fault NOT_SO = new Fault("It is not so.", "Make it so.");

  @Test
  void start_preconditionIsNotMet_readsNoTokenAndOpensNothing() throws Exception {
    Files.writeString(around.toml,
        "[listen]\ntcp = [\"127.0.0.1:0\"]\n[[client]]\nname = \"ci\"\ntoken_file = \"/missing\"\nprofiles = [\"*\"]\n");
    assertThatThrownBy(() -> Daemon.start(around.start(DaemonTime.system()), () -> {
      throw NOT_SO;
    })).as("and not what is the matter with the token").isSameAs(NOT_SO);
    assertThat(around.runtime.resolve("brokerd.lock")).doesNotExist();
    assertThat(around.runtime.resolve("broker.sock")).doesNotExist();
  }

  @Test
  void start_preconditionIsMet_isAskedForOnceAndServes() throws Exception {
    var asked = new AtomicInteger();
    try (var daemon = Daemon.start(around.start(DaemonTime.system()), asked::incrementAndGet)) {
      around.credentials(daemon, "demo");
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void start_wrongSettings_areToldBeforeThePreconditionIsAskedFor() throws Exception {
    Files.writeString(around.toml, "[listen]\ntcp = 1\n");
    assertThatThrownBy(() -> Daemon.start(around.start(DaemonTime.system()), () -> {
      throw NOT_SO;
    })).isInstanceOf(io.credentialbroker.server.config.ConfigException.class);
  }
}
