package io.credentialbroker.core.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir
  Path home;

  private final ManualTime time = ManualTime.start();
  private final ManualEvents events = new ManualEvents();
  private final List<Path> files = new ArrayList<>();
  private int asked;
  private int changes;
  private Runnable reading = () -> {};
  private FileWatch watch;

  @BeforeEach
  void open() {
    files.add(home.resolve("config"));
    write("one");
    watch = new FileWatches(time, Runnable::run, events).watch(() -> {
      asked++;
      return List.copyOf(files);
    }, () -> {
      changes++;
      reading.run();
    });
  }

  @Test
  void start_notRemembered_toldOnceThatItHasChanged() {
    watch.start();
    time.advance(MINUTE);
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void start_rememberedAndAtRest_toldNothing() {
    started();
    time.advance(MINUTE);
    assertThat(changes).isZero();
  }

  @Test
  void start_changedSinceItWasRemembered_told() {
    watch.remember();
    write("two, longer");
    watch.start();
    time.advance(SECOND.multipliedBy(2));
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void watching_everythingIsTold_looksEveryTenSeconds() {
    started();
    int before = asked;
    time.advance(MINUTE);
    assertThat(asked - before).isEqualTo(6);
  }

  @Test
  void watching_notEverythingIsTold_looksEverySecond() {
    events.complete = false;
    started();
    int before = asked;
    time.advance(MINUTE);
    assertThat(asked - before).isEqualTo(60);
  }

  @Test
  void watching_toldOfAChange_takesItWithinASecond() {
    started();
    write("two, longer");
    events.tell();
    time.advance(SECOND);
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void watching_changedUntold_takenWithinElevenSeconds() {
    started();
    write("two, longer");
    time.advance(Duration.ofSeconds(11));
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void watching_toldAThousandTimes_looksNoMoreThanThreeTimesASecond() {
    started();
    int before = asked;
    for (int millis = 0; millis < 1000; millis++) {
      events.tell();
      time.advance(Duration.ofMillis(1));
    }
    assertThat(asked - before).isLessThanOrEqualTo(4);
    assertThat(changes).isZero();
  }

  @Test
  void watching_toldWhileReading_looksOnceMore() {
    started();
    reading = () -> {
      if (changes == 1) {
        write("three, longer still");
        events.tell();
      }
    };
    write("two, longer");
    events.tell();
    time.advance(SECOND.multipliedBy(2));
    assertThat(changes).isEqualTo(2);
  }

  @Test
  void watching_otherFilesAfterReading_areSubscribedToAtOnce() {
    started();
    Path token = home.resolve("token");
    reading = () -> files.add(token);
    write("two, longer");
    events.tell();
    time.advance(SECOND);
    assertThat(events.asked.getLast()).contains(token);
  }

  @Test
  void watching_fileEmptied_isGivenMoreTimeToBeWritten() {
    started();
    write("");
    events.tell();
    time.advance(Duration.ofMillis(1100));
    assertThat(changes).isZero();
    time.advance(Duration.ofMillis(400));
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void watching_neverAtRest_takenAllTheSame() {
    started();
    for (int tenth = 0; tenth < 20; tenth++) {
      write("x".repeat(10 + tenth));
      events.tell();
      time.advance(Duration.ofMillis(100));
    }
    assertThat(changes).isPositive();
  }

  @Test
  void watching_readingFails_goesOnAndReadsTheNextChange() {
    started();
    reading = () -> {
      throw new IllegalStateException("x");
    };
    write("two, longer");
    events.tell();
    time.advance(MINUTE);
    assertThat(changes).isEqualTo(1);
    reading = () -> {};
    write("three, longer still");
    events.tell();
    time.advance(SECOND);
    assertThat(changes).isEqualTo(2);
  }

  @Test
  void close_changedAndTold_nothingIsLookedAt() {
    started();
    watch.close();
    assertThat(events.ended).isTrue();
    int before = asked;
    write("two, longer");
    events.tell();
    time.advance(MINUTE);
    assertThat(asked).isEqualTo(before);
    assertThat(time.pending()).isZero();
  }

  private void started() {
    watch.remember();
    watch.start();
    time.advance(SECOND);
  }

  private void write(String text) {
    try {
      Files.writeString(files.getFirst(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
