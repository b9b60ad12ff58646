package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final Parts parts = new Parts();
  private final List<String> stopped = new ArrayList<>();

  @Test
  void close_severalParts_stopsThemInReverse() throws Exception {
    parts.add(() -> stopped.add("a"));
    parts.add(() -> stopped.add("b"));
    parts.close();
    parts.close();
    assertThat(stopped).containsExactly("b", "a");
  }

  @Test
  void close_partsThatFail_stopsTheOthersAndKeepsEveryFailure() {
    parts.add(() -> stopped.add("a"));
    parts.add(() -> fail("first"));
    parts.add(() -> fail("second"));
    assertThatThrownBy(parts::close).hasMessage("second")
        .satisfies(e -> assertThat(e.getSuppressed()).singleElement().asString().contains("first"));
    assertThat(stopped).containsExactly("a");
  }

  @Test
  void closeAfter_failure_carriesWhatFailsOnTheWay() {
    parts.add(() -> fail("stop"));
    var failure = new IllegalStateException("start");
    parts.closeAfter(failure);
    assertThat(failure.getSuppressed()).hasSize(1);
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }
}
