package io.credentialbroker.client.cli.surroundings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FittingTest {
  private static final String GREEN = "a  \u001b[32mfresh\u001b[0m  tail";

  @Test
  void cut_lineThatFits_isLeftAsItIs() {
    assertThat(Fitting.cut(GREEN, 14, '>')).isEqualTo(GREEN);
    assertThat(Fitting.cut("", 1, '>')).isEmpty();
  }

  @Test
  void cut_colouredLine_countsLettersAndEndsTheColour() {
    assertThat(Fitting.cut(GREEN, 6, '>')).isEqualTo("a  \u001b[32mfr>\u001b[0m");
    assertThat(Fitting.cut("abcdef", 1, '>')).isEqualTo(">");
  }

  @Test
  void wrapped_sentence_goesOnAsFarInAsItBegan() {
    assertThat(Fitting.wrapped("  hint: give it now: broker mfa deploy", 20)).containsExactly(
        "  hint: give it now:", "  broker mfa deploy");
    assertThat(Fitting.wrapped("one two", 7)).containsExactly("one two");
    assertThat(Fitting.wrapped("", 7)).containsExactly("");
  }

  @Test
  void wrapped_wordThatIsTooLong_isBrokenWithinIt() {
    assertThat(Fitting.wrapped("arn:aws:iam::111122223333:role/x", 12)).containsExactly("arn:aws:iam:",
        ":11112222333", "3:role/x");
  }

  @ParameterizedTest
  @ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 40, 200})
  void wrapped_anyWidth_losesNoLetterAndFits(int width) {
    String text = "    \u001b[33mAWS is only\u001b[0m played here,  and arn:aws:iam::111122223333:role/x is not";
    var lines = Fitting.wrapped(text, width);
    assertThat(lines).allSatisfy(line -> assertThat(Fitting.columns(line)).isLessThanOrEqualTo(width));
    assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
  }

  @Test
  void hanging_sentence_goesOnWhereItsTextBegan() {
    assertThat(Fitting.hanging("\u001b[31mproblem \u001b[0mfiles   others may look into it", 28, 14))
        .isEqualTo("\u001b[31mproblem \u001b[0mfiles   others may\n              look into it");
    assertThat(Fitting.hanging("1. likely: no", Integer.MAX_VALUE, 3)).isEqualTo("1. likely: no");
  }

  @Test
  void hanging_wordThatIsTooLong_staysWholeForWhoCopiesIt() {
    assertThat(Fitting.hanging("   is arn:aws:iam::111122223333:role/x and more", 12, 3))
        .isEqualTo("   is\n   arn:aws:iam::111122223333:role/x\n   and more");
    assertThat(Fitting.hanging("  arn:aws:iam::111122223333:role/x", 12, 2))
        .isEqualTo("  arn:aws:iam::111122223333:role/x");
  }

  @Test
  void shortened_word_keepsBothEnds() {
    assertThat(Fitting.shortened("AssumeRole arn:aws:iam::1:role/deploy", 16, true))
        .isEqualTo("Assum\u2026ole/deploy");
    assertThat(Fitting.shortened("deploy", 6, true)).isEqualTo("deploy");
    assertThat(Fitting.shortened("deploy", 4, false)).isEqualTo("d>oy");
  }
}
