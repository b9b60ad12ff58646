package io.credentialbroker.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "let it get its credentials elsewhere | let it get its credentials elsewhere.",
      "It went wrong. | It went wrong.", "What? | What?", "cut off… | cut off…",
      "said: 'no.' | said: 'no.'", "not authorized to perform: sts:AssumeRole (x) |"
          + " not authorized to perform: sts:AssumeRole (x).",
      "'  ' | ''", "'' | ''", "') ' | )."})
  void ended_anyText_hasAnEndAndOnlyOne(String text, String expected) {
    assertThat(Sentence.ended(text)).isEqualTo(expected);
  }

  @Test
  void failure_wordsOfACommand_doNotRunIntoTheRemedy() {
    var failure = Failure.of(FailureReason.LOCAL_CONFIGURATION, "process", "said: get them elsewhere ",
        "Run it in a terminal.");

    assertThat(failure.message() + ' ' + failure.remedy())
        .isEqualTo("said: get them elsewhere. Run it in a terminal.");
  }
}
