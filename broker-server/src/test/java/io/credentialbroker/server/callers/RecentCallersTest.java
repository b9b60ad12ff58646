package io.credentialbroker.server.callers;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.credentials.Told;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.profile.ProfileName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentCallersTest {
  private static final ProfileName DEPLOY = new ProfileName("deploy");
  private static final Vend NO = new Vend.MfaNeeded(Told.of("A code is needed."));

  private final ManualTime time = ManualTime.start();
  private final RecentCallers recent = new RecentCallers(time, profile -> !profile.value().startsWith("no-"));

  private void asks(String client, @Nullable Integer uid, ProfileName profile) {
    var peer = uid == null ? null : new Caller.Peer(uid, 4711);
    recent.vended("listener", new Caller(client, Grant.only(profile), peer), profile, NO, true);
  }

  @Test
  void byProfile_severalCallers_latestFirstAndEachByItself() {
    Instant start = time.instant();
    asks("user", 1000, DEPLOY);
    time.advance(Duration.ofSeconds(1));
    asks("ci", 1001, DEPLOY);
    asks("ci", 1001, DEPLOY);
    asks("ci", 1002, new ProfileName("other"));
    assertThat(recent.byProfile().get(DEPLOY)).containsExactly(
        new CallerCount("ci", 1001, 0, 2, start.plusSeconds(1)), new CallerCount("user", 1000, 0, 1, start));
    assertThat(recent.byProfile().get(new ProfileName("other"))).hasSize(1);
  }

  @Test
  void byProfile_afterAnHour_hasForgotten() {
    asks("user", null, DEPLOY);
    time.advance(Duration.ofMinutes(30));
    asks("user", null, DEPLOY);
    time.advance(Duration.ofMinutes(29));
    assertThat(recent.byProfile().get(DEPLOY)).extracting(CallerCount::others).containsExactly(2L);
    time.advance(Duration.ofMinutes(6));
    assertThat(recent.byProfile().get(DEPLOY)).extracting(CallerCount::others).containsExactly(1L);
    time.advance(Duration.ofHours(2));
    assertThat(recent.byProfile()).isEmpty();
  }

  @Test
  void vended_sessionIsStillBeingFetched_countsWhenTheProgramComesAgain() {
    var caller = new Caller("user", Grant.only(DEPLOY), null);
    recent.vended("listener", caller, DEPLOY, unavailable(true), false);
    assertThat(recent.byProfile()).isEmpty();
    recent.vended("listener", caller, DEPLOY, unavailable(false), false);
    assertThat(recent.byProfile().get(DEPLOY)).extracting(CallerCount::others).containsExactly(1L);
  }

  private static Vend unavailable(boolean waiting) {
    return new Vend.Unavailable(Failure.of(FailureReason.UNREACHABLE, "AssumeRole", "Not yet.", "Ask again."),
        Duration.ofSeconds(1), waiting);
  }

  @Test
  void vended_profileThatThereIsNot_isNotCounted() {
    asks("user", 1000, new ProfileName("no-such"));
    assertThat(recent.byProfile()).isEmpty();
  }

  @Test
  void vended_moreCallersThanThereIsRoomFor_areNotCountedUntilOldOnesHaveNothingToShow() {
    for (int uid = 0; uid < RecentCallers.MOST; uid++) {
      asks("user", uid, DEPLOY);
    }
    asks("late", 1, DEPLOY);
    asks("user", 1, DEPLOY);
    assertThat(recent.byProfile().get(DEPLOY)).hasSize(RecentCallers.MOST)
        .filteredOn(one -> Integer.valueOf(1).equals(one.uid())).extracting(CallerCount::others)
        .containsExactly(2L);
    time.advance(Duration.ofHours(2));
    asks("late", 1, DEPLOY);
    assertThat(recent.byProfile().get(DEPLOY)).extracting(CallerCount::client).isEqualTo(List.of("late"));
  }
}
