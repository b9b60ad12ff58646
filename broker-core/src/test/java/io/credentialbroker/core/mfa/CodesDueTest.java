package io.credentialbroker.core.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodesDueTest {
  private static final SessionKey KEY = new SessionKey(1, 0, 0, 0);
  private static final Duration HALF_DAY = Duration.ofHours(12);

  private final ManualTime time = ManualTime.start();
  private final Instant begin = time.instant();
  private final List<String> warnings = new ArrayList<>();
  private final List<ProfileName> behind = new ArrayList<>();
  private boolean held = true;
  private final CodesDue due = new CodesDue(time, time,
      _ -> held ? Optional.of(List.of(new ProfileName("deploy"))) : Optional.empty(), new SessionListener() {
        @Override
        public void codeDue(String serial, Instant end, List<ProfileName> profiles) {
          warnings.add(serial + " " + end + " told " + time.instant());
          behind.addAll(profiles);
        }
      });

  @Test
  void ends_halfADay_isToldOnceHalfAnHourBefore() {
    due.ends("arn", KEY, begin.plus(HALF_DAY));
    time.advance(HALF_DAY.minusMinutes(31));
    assertThat(warnings).isEmpty();
    time.advance(Duration.ofHours(2));
    assertThat(warnings).containsExactly("arn 2026-01-01T12:00:00Z told 2026-01-01T11:30:00Z");
    assertThat(behind).containsExactly(new ProfileName("deploy"));
    assertThat(time.pending()).isZero();
  }

  @Test
  void ends_quarterOfAnHour_isToldAtHalfOfIt() {
    due.ends("arn", KEY, begin.plusSeconds(900));
    time.advance(Duration.ofMinutes(20));
    assertThat(warnings).containsExactly("arn 2026-01-01T00:15:00Z told 2026-01-01T00:07:30Z");
  }

  @Test
  void ends_renewedInTime_movesTheWarning() {
    due.ends("arn", KEY, begin.plus(HALF_DAY));
    time.advance(Duration.ofHours(6));
    due.ends("arn", KEY, time.instant().plus(HALF_DAY));
    time.advance(Duration.ofHours(11));
    assertThat(warnings).isEmpty();
    time.advance(Duration.ofMinutes(30));
    assertThat(warnings).hasSize(1);
  }

  @Test
  void ends_droppedMeanwhile_isNotTold() {
    due.ends("arn", KEY, begin.plus(HALF_DAY));
    held = false;
    time.advance(HALF_DAY);
    assertThat(warnings).isEmpty();
  }

  @Test
  void ends_machineHasSlept_isToldWithinAMinute() {
    due.ends("arn", KEY, begin.plus(HALF_DAY));
    time.jumpWall(HALF_DAY.minusMinutes(10));
    time.advance(Duration.ofMinutes(1));
    assertThat(warnings).hasSize(1);
  }

  @Test
  void ends_machineHasSleptPastTheEnd_isNotTold() {
    due.ends("arn", KEY, begin.plus(HALF_DAY));
    time.jumpWall(HALF_DAY);
    time.advance(Duration.ofMinutes(1));
    assertThat(warnings).isEmpty();
    assertThat(time.pending()).isZero();
  }

  @Test
  void close_watching_leavesNothingScheduled() {
    due.ends("arn", KEY, begin.plus(HALF_DAY));
    due.close();
    due.ends("arn", KEY, begin.plus(HALF_DAY));
    assertThat(time.pending()).isZero();
  }
}
