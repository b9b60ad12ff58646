package io.credentialbroker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTest {
  @TempDir
  private Path folder;
  private Recorded recorded = new Recorded(Path.of("/"));

  @BeforeEach
  void record() throws Exception {
    recorded = new Recorded(folder.resolve("results/latest.json"));
  }

  @Test
  void worse_nothingRecorded_saysWhatToRun() {
    assertThatThrownBy(() -> recorded.worse(List.of(rate(1, 0)))).isInstanceOf(BenchException.class)
        .hasMessageContaining("nothing is recorded");
  }

  @Test
  void worse_withinTheNoise_isSilent() throws Exception {
    recorded.merge(List.of(rate(1.0, 0.05)), "today");
    assertThat(recorded.worse(List.of(rate(0.87, 0.01)))).isEmpty();
  }

  @Test
  void worse_beyondTheNoise_namesTheFigure() throws Exception {
    recorded.merge(List.of(rate(1.0, 0.05), time(1.0, 0.0)), "today");
    assertThat(recorded.worse(List.of(rate(0.8, 0.01), time(1.04, 0)))).singleElement().asString()
        .startsWith("WORSE: answers is 0.800, was 1.000");
  }

  @Test
  void worse_lowerIsBetter_looksTheOtherWay() throws Exception {
    recorded.merge(List.of(time(1.0, 0.0)), "today");
    assertThat(recorded.worse(List.of(time(0.5, 0)))).isEmpty();
    assertThat(recorded.worse(List.of(time(1.2, 0)))).hasSize(1);
  }

  @Test
  void worse_rowThatIsNew_isNotCompared() throws Exception {
    recorded.merge(List.of(time(1.0, 0.0)), "today");
    assertThat(recorded.worse(List.of(rate(0.1, 0)))).isEmpty();
  }

  @Test
  void merge_rowMeasuredAgain_takesThePlaceOfTheOlderOne() throws Exception {
    recorded.merge(List.of(rate(1.0, 0.0), time(2.0, 0.0)), "yesterday");
    recorded.merge(List.of(time(1.0, 0.0)), "today");

    assertThat(recorded.all(List.of("time", "rate"))).containsExactly(
        new Recorded.Entry(time(1.0, 0.0), "today"),
        new Recorded.Entry(rate(1.0, 0.0), "yesterday"));
  }

  @Test
  void publish_pageWithMarks_getsTheTableBetweenThem() throws Exception {
    Path page = Files.writeString(folder.resolve("page.md"),
        "before\n<!-- figures: written by bench/run -->\nold\n<!-- end of the figures -->\nafter\n");
    recorded.merge(List.of(time(2.0, 0.0)), "today");
    Report.publish(page, recorded.all(List.of()));

    assertThat(Files.readString(page)).startsWith("before\n").endsWith("after\n").doesNotContain("old")
        .contains("| time | latency |").contains("**not reached** | today |").contains("(page.svg)");
    assertThat(folder.resolve("page.svg")).isNotEmptyFile();
  }

  private static Result rate(double value, double noise) {
    return new Result("rate", "answers", "", "", value, value, value, noise, new Goal.AtLeast(0.9));
  }

  private static Result time(double value, double noise) {
    return new Result("time", "latency", "", "", value, value, value, noise, new Goal.AtMost(1));
  }
}
