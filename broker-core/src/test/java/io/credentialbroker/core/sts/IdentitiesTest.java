package io.credentialbroker.core.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
  private static final StsEndpoint WHERE = new StsEndpoint("eu-central-1", null, false, false);
  private static final CallerIdentity ALICE = new CallerIdentity("123456789012",
      "arn:aws:iam::123456789012:user/alice", "AIDAALICE");

  private final ManualTime time = ManualTime.start();
  private final List<CompletableFuture<CallerIdentity>> calls = new ArrayList<>();
  private final Identities identities = new Identities((_, _) -> {
    var call = new CompletableFuture<CallerIdentity>();
    calls.add(call);
    return call;
  }, time, time);

  @Test
  void of_sameSession_isAskedOnceAndKnownFromThenOn() {
    var looked = identities.of(session("a", "ASIA1"), WHERE);
    assertThat(looked).isNotDone();
    calls.getFirst().complete(ALICE);
    assertThat(looked.join()).contains(ALICE);
    assertThat(identities.of(session("a", "ASIA1"), WHERE).join()).contains(ALICE);
    assertThat(calls).hasSize(1);
  }

  @Test
  void of_itsSuccessor_isAskedAnew() {
    identities.of(session("a", "ASIA1"), WHERE);
    calls.getFirst().complete(ALICE);
    identities.of(session("a", "ASIA2"), WHERE);
    assertThat(calls).hasSize(2);
  }

  @Test
  void of_noAnswer_whoLooksWaitsAMomentAndTheQuestionGoesOn() {
    var looked = identities.of(session("a", "ASIA1"), WHERE);
    time.advance(Identities.PATIENCE);
    assertThat(looked.join()).isEmpty();
    calls.getFirst().complete(ALICE);
    assertThat(identities.of(session("a", "ASIA1"), WHERE).join()).contains(ALICE);
    assertThat(calls).hasSize(1);
  }

  @Test
  void of_refusedForGood_isNotAskedAgain() {
    fail(FailureReason.INVALID_KEY);
    time.advance(Duration.ofHours(1));
    assertThat(identities.of(session("a", "ASIA1"), WHERE).join()).isEmpty();
    assertThat(calls).hasSize(1);
  }

  @Test
  void of_notReached_isAskedAgainAfterAWhile() {
    fail(FailureReason.UNREACHABLE);
    time.advance(Identities.AGAIN);
    assertThat(identities.of(session("a", "ASIA1"), WHERE).join()).isEmpty();
    assertThat(calls).hasSize(1);
    time.advance(Duration.ofSeconds(1));
    identities.of(session("a", "ASIA1"), WHERE);
    assertThat(calls).hasSize(2);
  }

  @Test
  void of_aFleet_asksAFewAtOnceAndTheRestLater() {
    for (int i = 0; i < 100; i++) {
      identities.of(session("a" + i, "ASIA" + i), WHERE);
    }
    assertThat(calls).hasSize(Identities.AT_ONCE);
    calls.forEach(call -> call.complete(ALICE));
    assertThat(identities.of(session("a99", "ASIA99"), WHERE)).isNotDone();
    assertThat(calls).hasSize(Identities.AT_ONCE + 1);
  }

  private void fail(FailureReason reason) {
    identities.of(session("a", "ASIA1"), WHERE);
    calls.getFirst().completeExceptionally(
        new FailureException(Failure.of(reason, "GetCallerIdentity", "No.", "Nothing.")));
  }

  private RoleSession session(String key, String accessKeyId) {
    return new RoleSession(new SessionKey(key.hashCode(), 0, 0, 0),
        new Credentials(accessKeyId, Secret.of("canary"), Secret.of("canary"),
            time.instant().plus(Duration.ofHours(12)), null, null),
        time.instant(), time.instant().plus(Duration.ofHours(12)));
  }
}
