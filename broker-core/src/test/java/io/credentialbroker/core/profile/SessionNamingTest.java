package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
