package io.credentialbroker.server.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.credentialbroker.server.systemd.ListenFds.Passed;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenFdsTest {
  @Test
  void of_namedDescriptors_areNumberedFromThree() {
    assertThat(ListenFds.of(
        Map.of("LISTEN_PID", "42", "LISTEN_FDS", "2", "LISTEN_FDNAMES", "tcp:credential-broker.socket"), 42))
        .containsExactly(new Passed(3, "tcp"), new Passed(4, "credential-broker.socket"));
  }

  @Test
  void of_noNames_areUnknown() {
    assertThat(ListenFds.of(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "1"), 42))
        .containsExactly(new Passed(3, "unknown"));
  }

  @Test
  void of_variablesOfAnotherProcess_areNotOurs() {
    assertThat(ListenFds.of(Map.of("LISTEN_PID", "41", "LISTEN_FDS", "2"), 42)).isEmpty();
    assertThat(ListenFds.of(Map.of(), 42)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = { "x", "-1", "", "99999999999"})
  void of_countThatIsNoNumber_isRefused(String count) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListenFds.of(Map.of("LISTEN_PID", "42", "LISTEN_FDS", count), 42))
        .withMessageContaining("LISTEN_FDS is '" + count + "'");
  }

  @Test
  void of_namesThatAreTooFew_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ListenFds.of(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "2", "LISTEN_FDNAMES", "tcp"), 42))
        .withMessageContaining("1 names for the 2 descriptors");
  }
}
