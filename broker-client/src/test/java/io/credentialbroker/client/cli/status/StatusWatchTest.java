package io.credentialbroker.client.cli.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.StatusReport.LastFailure;
import io.credentialbroker.client.StatusReport.Profile;
import io.credentialbroker.client.cli.surroundings.Fitting;
import io.credentialbroker.client.cli.surroundings.OtherScreen;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import io.credentialbroker.client.cli.surroundings.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn, and what the terminal is left with; TerminalIT has a terminal to look at. */
final class StatusWatchTest {
  private static final String ENTER = "\u001b[?1049h";
  private static final String LEAVE = "\u001b[?1049l";

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  private Surroundings here(Surroundings.Pause pause) {
    var out = new PrintStream(screen, true, StandardCharsets.UTF_8);
    return new Surroundings(Map.of("NO_COLOR", "1"), out, out, true, null, pause);
  }

  private String drawn() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  private static Profile profile(String name, String state) {
    LastFailure failure = state.equals("FAILED")
        ? new LastFailure("THROTTLED", null, "AWS asks for fewer calls.", "Wait.")
        : null;
    return new Profile(name, state, "AssumeRole arn:aws:iam::111122223333:role/" + name, null, null, null,
        null, null, null, failure == null ? 0 : 1, failure, null, null, List.of(), List.of(), List.of());
  }

  private static StatusReport report(int idle, int failed) {
    var profiles = new ArrayList<Profile>();
    for (int i = 0; i < idle; i++) {
      profiles.add(profile("idle" + i, "IDLE"));
    }
    for (int i = 0; i < failed; i++) {
      profiles.add(profile("wrong" + i, "FAILED"));
    }
    Instant start = Instant.parse("2026-11-21T08:00:00Z");
    return new StatusReport("0.1.0", 1, start, start.plusSeconds(59), false, null, List.of(), null, null,
        null,
        List.of(), profiles, List.of("default"));
  }

  private static StatusReport wrong(StatusReport report, int mistakes) {
    var problem = new StatusReport.Problem("/home/alice/.aws/config", null, null, "It is malformed.",
        "Mend it.");
    return new StatusReport("0.1.0", 1, report.started(), report.now(), false, null, List.of(), null, null,
        null, Collections.nCopies(mistakes, problem), report.profiles(), List.of());
  }

  private List<String> frame(StatusReport report, int rows, int columns) {
    return StatusFrame.of(report, here(millis -> false), new TerminalSize(rows, columns));
  }

  @Test
  void frame_enoughRoom_isTheWholeStatus() {
    assertThat(String.join("\n", frame(report(2, 1), 40, 120)) + '\n')
        .isEqualTo(StatusTable.of(report(2, 1), here(millis -> false), 200, Integer.MAX_VALUE));
  }

  @Test
  void frame_lessRoom_leavesOutTheFootFirst() {
    // Head 2, titles 1, rows 3, of which one has two lines below it.
    assertThat(frame(report(2, 1), 8, 120)).hasSize(8).noneMatch(line -> line.contains("Without credential"))
        .contains("  hint: Wait.").noneMatch(line -> line.contains("not shown"));
  }

  @Test
  void frame_tooManyProfiles_saysHowManyAreNotShownAndHowTheyAre() {
    var frame = frame(report(10, 3), 9, 120);
    assertThat(frame).hasSizeLessThanOrEqualTo(9).last()
        .isEqualTo("11 of 13 profiles are not shown: 1 failed, 10 idle");
    assertThat(frame).first().asString().startsWith("brokerd ");
    assertThat(frame(report(3, 0), 5, 120)).last().isEqualTo("1 of 3 profiles is not shown: 1 idle");
  }

  @Test
  void frame_tooManyProfiles_showsFirstWhoNeedsAPerson() {
    var report = report(8, 1);
    report = new StatusReport("0.1.0", 1, report.started(), report.now(), true, null, List.of(), null, null,
        null,
        List.of(),
        Stream.concat(report.profiles().stream(), Stream.of(profile("code", "MFA_NEEDED"))).toList(),
        List.of());
    var frame = frame(report, 10, 100);
    assertThat(frame).hasSize(10).last().isEqualTo("5 of 10 profiles are not shown: 5 idle");
    assertThat(frame.get(2)).startsWith("code ");
    assertThat(frame.get(3)).startsWith("wrong0 ");
  }

  @Test
  void frame_narrowTerminal_leavesOutAccountsThenRoles() {
    assertThat(frame(report(1, 0), 24, 50))
        .anyMatch(line -> line.matches("PROFILE +STATE +ROLE +TIME LEFT +NEXT"));
    assertThat(frame(report(1, 0), 24, 35)).anyMatch(line -> line.matches("PROFILE +STATE +TIME LEFT +NEXT"));
  }

  @Test
  void frame_evenNarrower_leavesOutBarsThenShortensNames() {
    Instant start = Instant.parse("2026-11-21T08:00:00Z");
    var held = new Profile("a-long-name-of-a-profile-in-some-account", "FRESH", "AssumeRole x", null, null,
        null,
        start, start.plusSeconds(3600), start.plusSeconds(2400), 0, null, null, null, List.of(), List.of(),
        List.of());
    var report = new StatusReport("0.1.0", 1, start, start, false, null, List.of(), null, null, null,
        List.of(),
        List.of(held), List.of());
    assertThat(frame(report, 24, 76)).last().asString()
        .contains("in-some-account", "fresh", "1 h 0 min", "in 40 min")
        .doesNotContain("#");
    assertThat(frame(report, 24, 50)).last().asString().startsWith("a-long")
        .contains("fresh", "1 h 0 min", "in 40 min").doesNotContain("in-some-account");
    assertThat(StatusTable.of(report, here(millis -> false), 50, Integer.MAX_VALUE))
        .contains("a-long-name-of-a-profile-in-some-account")
        .doesNotContain("#");
  }

  @Test
  void frame_noRoomForMistakesOfFiles_saysThatThereAreSome() {
    var wrong = wrong(report(2, 0), 1);
    assertThat(frame(wrong, 6, 100)).last().isEqualTo("not shown: a mistake in a file, see 'broker status'");
    assertThat(frame(wrong, 5, 100)).last().isEqualTo("not shown: a mistake in a file, see 'broker status'");
    assertThat(frame(wrong, 24, 100)).contains("hint: Mend it.");
  }

  @Test
  void frame_noRoomForProfilesNorMistakesOfFiles_tellsOfBothApart() {
    assertThat(frame(wrong(report(2, 0), 1), 3, 82)).last()
        .isEqualTo("1 of 2 profiles is not shown: 1 idle; and a mistake in a file, see 'broker status'");
    assertThat(frame(wrong(report(10, 3), 2), 9, 100)).last()
        .isEqualTo("11 of 13 profiles are not shown: 1 failed, 10 idle; and 2 mistakes in files, see 'broker"
            + " status'");
  }

  @Test
  void frame_noRoomForProfilesNorMistakesAndNarrow_leavesOutStatesBeforeMistakes() {
    assertThat(frame(wrong(report(2, 0), 1), 3, 81)).last()
        .isEqualTo("1 of 2 profiles and a mistake in a file are not shown, see 'broker status'");
    assertThat(frame(wrong(report(10, 3), 2), 9, 80)).last()
        .isEqualTo("11 of 13 profiles and 2 mistakes in files are not shown, see 'broker status'");
    assertThat(frame(wrong(report(2, 0), 1), 3, 40)).last()
        .isEqualTo("1 of 2 profiles and a mistake in a file>");
  }

  @ParameterizedTest
  @CsvSource({ "1, 1", "1, 80", "2, 80", "3, 20", "4, 40", "5, 200", "24, 10", "7, 33", "200, 200"})
  void frame_anySize_fits(int rows, int columns) {
    var frame = frame(report(4, 4), rows, columns);
    assertThat(frame).hasSizeLessThanOrEqualTo(rows)
        .allSatisfy(line -> assertThat(Fitting.columns(line)).isLessThanOrEqualTo(columns));
    assertThat(frame).isNotEmpty();
  }

  @Test
  void frame_narrowTerminal_shortensRolesToShowTheRest() {
    assertThat(frame(report(1, 0), 24, 60)).anyMatch(
        line -> line.matches("PROFILE +STATE +ACCOUNT +ROLE +TIME LEFT +NEXT"))
        .anyMatch(line -> line.startsWith("idle0 ") && line.contains("Assum") && line.contains("role/idle0"));
  }

  @Test
  void show_itsEnd_givesTheFirstScreenBack() {
    new StatusWatch(here(millis -> false), () -> new TerminalSize(24, 80)).show(() -> report(1, 0));
    assertThat(drawn()).startsWith(ENTER).containsOnlyOnce("PROFILE").endsWith("\u001b[?25h" + LEAVE);
  }

  @Test
  void show_daemonGone_saysSoInTheSamePlace() {
    new StatusWatch(here(millis -> false), () -> new TerminalSize(24, 80)).show(() -> {
      throw new BrokerException(BrokerException.Kind.NO_DAEMON, "no brokerd is running", "start it");
    });
    assertThat(drawn()).contains("error: no brokerd is running\u001b[K\r\nhint: start it\u001b[K");
  }

  @Test
  void show_refusedWithACommandThatMendsIt_hintsAtTheCommandAlone() {
    new StatusWatch(here(millis -> false), () -> new TerminalSize(24, 80)).show(() -> {
      throw new BrokerException(BrokerException.Kind.REFUSED, "It is locked.", "Run: broker unlock");
    });
    assertThat(drawn()).contains("error: It is locked.\u001b[K\r\nhint: broker unlock\u001b[K");
  }

  @Test
  void show_fault_givesTheFirstScreenBack() {
    var asked = new AtomicInteger();
    assertThatIllegalStateException().isThrownBy(
        () -> new StatusWatch(here(millis -> true), () -> new TerminalSize(24, 80)).show(() -> {
          if (asked.getAndIncrement() > 0) {
            throw new IllegalStateException("a fault");
          }
          return report(1, 0);
        }));
    assertThat(drawn()).contains("PROFILE").endsWith(LEAVE);
  }

  @Test
  void draw_lineOfTheWholeWidth_isNotClearedBehind() {
    var other = new OtherScreen(here(millis -> false).out());
    other.draw(List.of("abcd", "ab"), new TerminalSize(2, 4));
    assertThat(drawn()).endsWith("\u001b[Habcd\r\nab\u001b[K");
  }

  @Test
  void draw_whileLeftOrAtTheEnd_isNothing() {
    var other = new OtherScreen(here(millis -> false).out());
    var size = new TerminalSize(5, 5);
    other.draw(List.of("one"), size);
    other.leave();
    other.draw(List.of("two"), size);
    assertThat(drawn()).doesNotContain("two").endsWith(LEAVE);
    other.comeBack();
    other.draw(List.of("three"), size);
    assertThat(drawn()).contains("three");
    other.close();
    other.draw(List.of("four"), size);
    other.close();
    assertThat(drawn()).doesNotContain("four").endsWith(LEAVE);
    assertThat(drawn().split(Pattern.quote(LEAVE), -1)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = { "30 120", "30 120\n"})
  void size_asSttySaysIt_isRead(String said) {
    assertThat(TerminalSize.read(said)).contains(new TerminalSize(30, 120));
  }

  @ParameterizedTest
  @ValueSource(strings = { "0 0", "", "stty: no"})
  void size_notTold_isNone(String said) {
    assertThat(TerminalSize.read(said)).isEmpty();
  }

  @Test
  void status_onATerminal_sentencesGoOnBelowAndRowsStayWhole() {
    String text = StatusTable.of(wrong(report(0, 1), 1), here(millis -> false), 200, 20);
    assertThat(text).contains("  AWS asks for fewer\n  calls.\n", "It is malformed.\nhint: Mend it.\n")
        .containsPattern("wrong0 +failed +- +AssumeRole arn:aws:iam::111122223333:role/wrong0 +- +-");
  }
}
