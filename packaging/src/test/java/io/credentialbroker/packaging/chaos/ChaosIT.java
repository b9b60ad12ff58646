package io.credentialbroker.packaging.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code bench/chaos}: what is answered under faults; how fast, is measured elsewhere. */
class ChaosIT {
  @TempDir
  private Path folder;

  private static void holds(Finding finding) {
    assertThat(finding.reached()).as(finding.toString()).isTrue();
  }

  @Test
  void aws_everyFaultInTurn_neverTouchesASessionThatIsHeld() throws Exception {
    try (var grounds = new Grounds(folder, 12)) {
      holds(Faults.run(grounds, 500));
    }
  }

  @Test
  void coldProfile_tenThousandRequestsAtOnce_makeOneCall() throws Exception {
    try (var grounds = new Grounds(folder, 1)) {
      holds(Signals.singleFlight(grounds, "p0", 200, 50));
    }
  }

  @Test
  void process_stoppedAndContinued_answersEverybody() throws Exception {
    try (var grounds = new Grounds(folder, 1)) {
      holds(Signals.stopAndContinue(grounds, 1, Duration.ofSeconds(2)));
    }
  }

  @Test
  void clock_offByMinutesHoursAndADay_sessionsAreFetchedAndKeptByAwsClock() throws Exception {
    try (var grounds = new Grounds(folder, 30)) {
      holds(Signals.wrongClock(grounds, Signals.WRONG_CLOCKS));
    }
  }

  @Test
  void process_terminatedUnderLoad_endsWellAndAnswersNothingWrong() throws Exception {
    try (var grounds = new Grounds(folder, 1)) {
      // Times, and connections that are made at the very moment, are figures of bench/chaos.
      assertThat(Signals.terminate(grounds, 1).figure()).contains("1 with status 0", "only 200: true");
    }
  }

  @Test
  void process_killedAgainAndAgain_servesAtEachStartAndLeavesNoSecret() throws Exception {
    try (var grounds = new Grounds(folder, 2)) {
      holds(Signals.kills(grounds, 4, 20_261_121));
    }
  }

  @Test
  void output_blocked_stopsNobody() throws Exception {
    try (var grounds = new Grounds(folder, 3)) {
      holds(Surroundings.blockedOutput(grounds));
    }
  }

  @Test
  void disk_full_stopsNobody() throws Exception {
    assumeTrue(Surroundings.canMount(folder), "this user may not mount a small file system");
    holds(Surroundings.fullDisk(folder));
  }
}
