package io.credentialbroker.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {
  static Stream<Arguments> lines() {
    return Stream.of(
        line("a b  c", "a", "b", "c"), line("  a\tb\n", "a", "b"), line("a 'b c' d", "a", "b c", "d"),
        line("a \"b c\" d", "a", "b c", "d"), line("a''b", "ab"), line("a '' b", "a", "", "b"),
        line("a \"\"", "a", ""), line("'a'\"b\"c", "abc"), line("a\\ b", "a b"), line("a \\'b", "a", "'b"),
        line("'a\\b'", "a\\b"), line("\"a\\\"b\"", "a\"b"), line("\"a\\\\b\"", "a\\b"),
        line("\"a\\nb\"", "a\\nb"), line("\"a'b\"", "a'b"), line("'a\"b'", "a\"b"),
        line("a|b;c $HOME ~ # d", "a|b;c", "$HOME", "~", "#", "d"),
        line("/opt/bin/awscreds-custom --username helen", "/opt/bin/awscreds-custom", "--username", "helen"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void split_aLine_givesTheWordsOfShlex(String line, List<String> words) {
    assertThat(CommandWords.split(line)).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "   ", "a 'b", "a \"b", "a \\", "\"a\\"})
  void split_anUnfinishedLine_isRefusedWithASentence(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> CommandWords.split(line))
        .withMessageEndingWith(".");
  }

  private static Arguments line(String line, String... words) {
    return Arguments.of(line, List.of(words));
  }
}
