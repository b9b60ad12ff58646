package io.credentialbroker.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> WORDS = List.of("tcp", "unix", "keep_warm", "exclude", "include");

  @Test
  void to_oneLetterOff_findsTheWord() {
    assertThat(Nearest.to("xnui", WORDS)).isEmpty();
    assertThat(Nearest.to("unxi", WORDS)).as("two letters swapped").contains("unix");
    assertThat(Nearest.to("uni", WORDS)).contains("unix");
    assertThat(Nearest.to("keepwarm", WORDS)).contains("keep_warm");
  }

  @Test
  void to_twoCandidates_takesTheCloser() {
    assertThat(Nearest.to("inclde", WORDS)).contains("include");
  }

  @Test
  void to_nothingAlike_isEmpty() {
    assertThat(Nearest.to("password", WORDS)).isEmpty();
    assertThat(Nearest.to("", WORDS)).isEmpty();
  }
}
