package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One host of a fleet: it needs one session all the time, and gets it in its own way. */
abstract sealed class FleetHost {
  /** The ways of getting it. */
  enum Schedule {
    /** The real engine: half-life, give or take what belongs to the key. */
    BROKER("half-life ± 10 % (the broker)"),
    /** Fifteen minutes before the end, as many an SDK does. */
    FIXED("15 min before expiry"),
    /** When somebody asks and nothing valid is there. */
    ON_DEMAND("on demand");

    final String label;

    Schedule(String label) {
      this.label = label;
    }
  }

  /** Starts. */
  abstract void start();

  /** A program on the host needs credentials: whether it gets them in the end. */
  abstract CompletableFuture<Boolean> ask();

  static FleetHost of(Schedule schedule, int number, ManualTime time, ThrottledSts sts, Random random) {
    return switch (schedule) {
      case BROKER -> new Brokered(number, time, sts, random);
      case FIXED -> new FixedTime(time, sts, random);
      case ON_DEMAND -> new OnDemand(time, sts, random);
    };
  }

  private static final class Brokered extends FleetHost {
    /** Two looks at the clock an hour: nobody touches it here, and ten thousand engines look at it. */
    private static final SessionSettings SETTINGS = seldomLooking(SessionSettings.DEFAULTS);

    private final SessionEngine engine;
    private final SessionPlan plan;

    Brokered(int number, ManualTime time, ThrottledSts sts, Random random) {
      engine = new SessionEngine(SETTINGS, time, time, lazily(time), new Random(random.nextLong()),
          Runnable::run,
          SessionListener.NONE);
      plan = new SessionPlan(Stage.key("host" + number, random.nextDouble()), "host" + number,
          _ -> sts.call(),
          Stage.UPSTREAM, true);
    }

    @Override
    void start() {
      engine.plan(List.of(plan));
    }

    @Override
    CompletableFuture<Boolean> ask() {
      return engine.session(plan.key()).handle((session, _) -> session != null);
    }

    private static SessionSettings seldomLooking(SessionSettings usual) {
      return new SessionSettings(1, usual.idleAfter(), usual.attemptTimeout(), usual.probeTimeout(),
          usual.callsPerSecond(), usual.retryBudget(), usual.breakerThreshold(), usual.outageSpacing(),
          usual.probeSpacing(), usual.presumedLifetime(), usual.clockTolerance(), Duration.ofMinutes(30));
    }

    /** Cancelling in the queue of the manual time costs its length; ten thousand engines share it. */
    private static Timers lazily(ManualTime time) {
      return (delay, task) -> {
        var cancelled = new boolean[1];
        time.schedule(delay, () -> {
          if (!cancelled[0]) {
            task.run();
          }
        });
        return () -> cancelled[0] = true;
      };
    }
  }

  /** What the two other ways share: one session, one fetch at a time, full-jitter retries. */
  private abstract static sealed class Simple extends FleetHost {
    final ManualTime time;
    private final ThrottledSts sts;
    private final Random random;
    @Nullable
    Instant expiration;
    private @Nullable CompletableFuture<Boolean> fetch;

    Simple(ManualTime time, ThrottledSts sts, Random random) {
      this.time = time;
      this.sts = sts;
      this.random = random;
    }

    boolean isValid() {
      return expiration != null && expiration.isAfter(time.instant());
    }

    /** Calls until it succeeds, at most {@code attempts} times. */
    CompletableFuture<Boolean> fetch(int attempts, Duration longestPause) {
      CompletableFuture<Boolean> running = fetch;
      if (running != null && !running.isDone()) {
        return running;
      }
      var begun = new CompletableFuture<Boolean>();
      fetch = begun;
      attempt(begun, 1, attempts, longestPause.toMillis());
      return begun;
    }

    void fetched() {}

    private void attempt(CompletableFuture<Boolean> outcome, int number, int attempts, long longestPauseMs) {
      var _ = sts.call().whenComplete((Credentials got, @Nullable Throwable _) -> {
        if (got != null) {
          expiration = got.expiration();
          fetched();
          outcome.complete(true);
        } else if (number == attempts) {
          outcome.complete(false);
        } else {
          long pause = random.nextLong(Math.min(longestPauseMs, 1_000L << Math.min(number, 20)));
          time.schedule(Duration.ofMillis(pause),
              () -> attempt(outcome, number + 1, attempts, longestPauseMs));
        }
      });
    }
  }

  private static final class FixedTime extends Simple {
    FixedTime(ManualTime time, ThrottledSts sts, Random random) {
      super(time, sts, random);
    }

    @Override
    void start() {
      var _ = fetch(Integer.MAX_VALUE, Duration.ofSeconds(60));
    }

    @Override
    void fetched() {
      Instant end = expiration;
      if (end != null) {
        time.schedule(Duration.between(time.instant(), end).minusMinutes(15), this::start);
      }
    }

    @Override
    CompletableFuture<Boolean> ask() {
      return CompletableFuture.completedFuture(isValid());
    }
  }

  private static final class OnDemand extends Simple {
    OnDemand(ManualTime time, ThrottledSts sts, Random random) {
      super(time, sts, random);
    }

    @Override
    void start() {
      // It waits to be asked.
    }

    @Override
    CompletableFuture<Boolean> ask() {
      return isValid() ? CompletableFuture.completedFuture(true) : fetch(3, Duration.ofSeconds(20));
    }
  }
}
