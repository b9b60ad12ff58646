package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionNamingTest {

  @Test
  void nameFor_default_tellsUserHostAndBroker() {
    assertThat(new SessionNaming(SessionNaming.DEFAULT_TEMPLATE, "alice", "laptop").nameFor("p"))
        .isEqualTo("broker-alice@laptop");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {profile}.{user} | a/b:c | DOMAIN\\jürgen | a-b-c.DOMAIN-j-rgen
      {user}           | p     | x              | brokerx
      {user}{user}     | p     | é              | --
      plain            | p     | u              | plain
      """)
  void nameFor_anyText_validForSts(String template, String profile, String user, String expected) {
    assertThat(new SessionNaming(template, user, "h").nameFor(profile)).isEqualTo(expected)
        .matches("[A-Za-z0-9_+=,.@-]{2,64}");
  }

  @Test
  void nameFor_longHost_cutAtSixtyFour() {
    assertThat(new SessionNaming(SessionNaming.DEFAULT_TEMPLATE, "alice", "h".repeat(253)).nameFor("p"))
        .hasSize(64).startsWith("broker-alice@h");
  }

  @Test
  void template_unknownPlaceholder_refusedByName() {
    assertThatThrownBy(() -> new SessionNaming("{pid}", "u", "h")).hasMessageContaining("{pid}");
  }

  @Test
  void ofThisMachine_twice_theSameName() {
    var once = SessionNaming.ofThisMachine(SessionNaming.DEFAULT_TEMPLATE, Map.of("HOSTNAME", "pod-1"));
    var again = SessionNaming.ofThisMachine(SessionNaming.DEFAULT_TEMPLATE, Map.of("HOSTNAME", "pod-1"));
    assertThat(once).isEqualTo(again);
    assertThat(once.user()).isEqualTo(System.getProperty("user.name"));
    assertThat(once.host()).isNotBlank();
  }

  @Test
  void of_aMachineThatTells_isTheKernelsHostAndTheNamedUser(@TempDir Path root) throws IOException {
    write(root, "proc/sys/kernel/hostname", "box\n");
    write(root, "etc/hostname", "other\n");
    write(root, "proc/self/status", "Uid:\t1\t1\t1\t1\n");
    assertThat(named(root, "alice")).isEqualTo("broker-alice@box");
  }

  @Test
  void of_theKernelsHostIsHidden_isThatOfEtcHostname_thenOfTheEnvironment(@TempDir Path root)
      throws IOException {
    assertThat(named(root, "alice")).isEqualTo("broker-alice@pod-1");
    write(root, "etc/hostname", "# set at install\n\n  server-7 \n");
    assertThat(named(root, "alice")).isEqualTo("broker-alice@server-7");
  }

  @ParameterizedTest
  @ValueSource(strings = { "?", "", " "})
  void of_aUserWithoutAName_isTheEffectiveUid(String name, @TempDir Path root) throws IOException {
    assertThat(named(root, name)).isEqualTo("broker-unknown-user@pod-1");
    write(root, "proc/self/status", "Name:\tjava\nUid:\t7\t65532\t65532\t65532\nGid:\t1\t1\t1\t1\n");
    assertThat(named(root, name)).isEqualTo("broker-65532@pod-1");
  }

  private static String named(Path root, String user) {
    return SessionNaming.of(SessionNaming.DEFAULT_TEMPLATE, Map.of("HOSTNAME", "pod-1"), user, root)
        .nameFor("p");
  }

  private static void write(Path root, String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
