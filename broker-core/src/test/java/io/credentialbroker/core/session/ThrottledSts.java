package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** One account's share of STS in one region: a token bucket, and one outage. It counts the calls of every second. */
final class ThrottledSts {
  private final ManualTime time;
  private final Random random;
  private final int rate;
  private final Duration lifetime;
  private final long begun;
  private double tokens;
  private long refilled;
  private int[] perSecond = new int[3_600];
  long throttled;

  ThrottledSts(ManualTime time, Random random, int rate, Duration lifetime) {
    this.time = time;
    this.random = random;
    this.rate = rate;
    this.lifetime = lifetime;
    this.begun = time.read();
    this.refilled = begun;
    this.tokens = rate;
  }

  CompletableFuture<Credentials> call() {
    long now = time.read();
    int second = (int) ((now - begun) / 1_000_000_000L);
    if (second >= perSecond.length) {
      perSecond = Arrays.copyOf(perSecond, Math.max(second + 1, perSecond.length * 2));
    }
    perSecond[second]++;
    tokens = Math.min(rate, tokens + (now - refilled) / 1e9 * rate);
    refilled = now;
    boolean dead = second >= Fleet.OUTAGE_AT.toSeconds()
        && second < Fleet.OUTAGE_AT.plus(Fleet.OUTAGE).toSeconds();
    boolean served = tokens >= 1 && !dead;
    if (served) {
      tokens -= 1;
    } else if (!dead) {
      throttled++;
    }
    var answer = new CompletableFuture<Credentials>();
    time.schedule(Duration.ofMillis(50 + random.nextInt(100)), () -> {
      if (served) {
        answer.complete(credentials());
      } else {
        answer.completeExceptionally(new FailureException(
            VirtualSts.failure(dead ? FailureReason.UPSTREAM_ERROR : FailureReason.THROTTLED)));
      }
    });
    return answer;
  }

  /** The calls of every second from the start to {@code seconds}. */
  int[] perSecond(int seconds) {
    return Arrays.copyOf(perSecond, seconds);
  }

  private Credentials credentials() {
    Instant expiration = Instant.ofEpochSecond(time.instant().getEpochSecond()).plus(lifetime);
    return new Credentials("ASIA", VirtualSts.KEY, VirtualSts.KEY, expiration, null, null);
  }
}
