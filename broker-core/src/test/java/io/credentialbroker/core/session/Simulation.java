package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.session.SimulatedClient.Answer;
import io.credentialbroker.core.session.SimulatedClient.Need;
import io.credentialbroker.core.session.SimulatedClient.Outcome;
import io.credentialbroker.core.source.CredentialSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A broker's life in virtual time: the real engine, an upstream in changing weather, and hundreds of programs
 * that sign with what they are given. The same seed gives the same life. What must never happen is checked at
 * every single answer.
 */
final class Simulation implements SessionListener {
  /** What a caller waits at most before it is told to come back. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(800);
  private static final String UPSTREAM = "sts.eu-central-1.amazonaws.com";

  private final Random random;
  private final ManualTime time = ManualTime.start();
  private final Weather weather;
  private final SessionEngine engine;
  private final List<Role> roles = new ArrayList<>();
  private final Map<SessionKey, Role> byKey = new HashMap<>();
  private final PriorityQueue<Wish> wishes = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
  private long clients;
  final List<String> violations = new ArrayList<>();
  final long[] outcomes = new long[Outcome.values().length];
  long answers;
  long calls;

  Simulation(long seed, Weather.Climate climate) {
    random = new Random(seed);
    weather = new Weather(time, random, climate);
    engine = new SessionEngine(SessionSettings.DEFAULTS, time, time, time, random, Runnable::run,
        this, _ -> CompletableFuture.completedFuture(weather.failure() == null));
  }

  /** A role that is planned, with what the outside knows of its sessions. */
  private final class Role {
    final SessionKey key;
    final Duration lifetime;
    final @Nullable Role base;
    /** The session that runs out last of those the engine has been given. */
    long lastExpirationMs = Long.MIN_VALUE;
    /** What happened to it last, for the report of a violation. */
    final ArrayDeque<String> recent = new ArrayDeque<>();

    Role(int number, Duration lifetime, @Nullable Role base) {
      this.key = Stage.key("role" + number, random.nextDouble());
      this.lifetime = lifetime;
      this.base = base;
    }

    CredentialSource source() {
      Role from = base;
      return from == null ? _ -> call(this) : _ -> engine.session(from.key).thenCompose(_ -> call(this));
    }
  }

  /** A program that wants to sign now and then. */
  private final class Wish {
    final SimulatedClient client;
    final Role role;
    final long pauseNanos;
    long at;
    @Nullable
    CompletableFuture<RoleSession> waiting;

    Wish(SimulatedClient client, Role role, Duration pause) {
      this.client = client;
      this.role = role;
      this.pauseNanos = pause.toNanos();
      this.at = time.read() + random.nextLong(pauseNanos);
    }
  }

  /** Adds a role; {@code base} is the number of the role it is chained to, or -1. */
  Simulation role(Duration lifetime, int base) {
    var role = new Role(roles.size(), lifetime, base < 0 ? null : roles.get(base));
    roles.add(role);
    byKey.put(role.key, role);
    return this;
  }

  /** Adds programs of all kinds to every role, each signing on average once in {@code pause}. */
  Simulation clients(int perRole, Duration pause) {
    for (Role role : roles) {
      for (int i = 0; i < perRole; i++) {
        SimulatedClient client = switch ((int) (clients++ % 3)) {
          case 0 -> new SimulatedClient.Botocore();
          case 1 -> new SimulatedClient.JavaScript();
          default -> new SimulatedClient.Resilient(random);
        };
        wishes.add(new Wish(client, role, pause));
      }
    }
    return this;
  }

  /** Lives on for so long. Every third role is kept warm. */
  Simulation run(Duration howLong) {
    var plans = new ArrayList<SessionPlan>();
    for (int i = 0; i < roles.size(); i++) {
      Role role = roles.get(i);
      plans.add(new SessionPlan(role.key, "role" + i, role.source(), UPSTREAM, i % 3 == 0));
    }
    engine.plan(plans);
    long end = time.read() + howLong.toNanos();
    for (Wish wish = wishes.poll(); wish != null && wish.at < end; wish = wishes.poll()) {
      while (weather.nextChange() <= wish.at) {
        moveTo(weather.nextChange());
        weather.change();
      }
      moveTo(wish.at);
      sign(wish);
      wishes.add(wish);
    }
    return this;
  }

  private void moveTo(long ticks) {
    time.advance(Duration.ofNanos(Math.max(0, ticks - time.read())));
  }

  private void sign(Wish wish) {
    long now = weather.trueNowMs();
    CompletableFuture<RoleSession> answer = wish.waiting;
    if (answer == null) {
      Need need = wish.client.need(now);
      if (need != Need.CONTACT) {
        finish(wish, wish.client.unasked(need, now));
        return;
      }
      answer = engine.session(wish.role.key);
      watch(answer, wish.role);
      if (!answer.isDone()) {
        wish.waiting = answer;
        wish.at += LONGEST_WAIT.toNanos();
        return;
      }
    }
    wish.waiting = null;
    finish(wish, wish.client.answered(inspect(answer, wish.role, now), now));
  }

  private void finish(Wish wish, Outcome outcome) {
    outcomes[outcome.ordinal()]++;
    wish.at = time.read() + 1 + (long) (-Math.log(1 - random.nextDouble()) * wish.pauseNanos);
  }

  /** Checks one answer against everything that is known outside the engine. */
  private Answer inspect(CompletableFuture<RoleSession> answer, Role role, long now) {
    answers++;
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      RoleSession session = answer.join();
      long expiration = session.expiration().toEpochMilli();
      if (expiration <= now) {
        violation("served a session that ran out " + (now - expiration) + " ms ago", role);
      }
      if (!session.credentials().accessKeyId().equals("ASIA" + expiration)) {
        violation("changed an expiration to " + session.expiration(), role);
      }
      // Half-life means something only when nothing went wrong since the session was obtained.
      long obtained = time.read() - (now - session.obtained().toEpochMilli()) * 1_000_000;
      if (weather.calmSince(obtained) && expiration - now < role.lifetime.toMillis() * 45 / 100) {
        violation("served a session with " + (expiration - now) + " ms left in calm weather", role);
      }
      return new Answer.Given(session.credentials().accessKeyId(), expiration);
    }
    if (!answer.isDone()) {
      checkNothingHeld(role);
    } else if (answer.exceptionNow() instanceof FailureException failed) {
      return failed.failure().recoverable() ? new Answer.Unavailable() : new Answer.Refused();
    }
    return new Answer.Unavailable();
  }

  /** A failure is wrong or right at the moment it is told, not when its caller looks at it. */
  private void watch(CompletableFuture<RoleSession> answer, Role role) {
    var _ = answer.whenComplete((_, error) -> {
      if (error != null) {
        checkNothingHeld(role);
      }
    });
  }

  private void checkNothingHeld(Role role) {
    if (role.lastExpirationMs > weather.trueNowMs() && knowsTheTime()) {
      violation("answered an error though it holds a valid session", role);
    }
  }

  /** Right after a false step of the clock no session can be told to be valid until AWS has been asked. */
  private boolean knowsTheTime() {
    return engine.skew().minus(weather.clockAhead).abs().compareTo(Duration.ofSeconds(3)) < 0;
  }

  private CompletableFuture<Credentials> call(Role role) {
    calls++;
    var answer = new CompletableFuture<Credentials>();
    @Nullable
    FailureReason failure = weather.failure();
    if (!weather.vanishes()) {
      time.schedule(weather.latency(), () -> reply(role, answer, failure));
    }
    return answer;
  }

  private void reply(Role role, CompletableFuture<Credentials> answer, @Nullable FailureReason failure) {
    if (failure != null) {
      answer.completeExceptionally(new FailureException(VirtualSts.failure(failure)));
      return;
    }
    // AWS gives whole seconds, and tells its own time with every answer.
    long expirationMs = (weather.trueNowMs() / 1_000) * 1_000 + role.lifetime.toMillis();
    engine.skew(weather.clockAhead);
    note(role.key, () -> "answered, until " + Instant.ofEpochMilli(expirationMs));
    role.lastExpirationMs = Math.max(role.lastExpirationMs, expirationMs);
    answer.complete(new Credentials("ASIA" + expirationMs, VirtualSts.KEY, VirtualSts.KEY,
        Instant.ofEpochMilli(expirationMs), null, null));
  }

  private void violation(String what, Role role) {
    if (violations.size() < 5) {
      violations.add(time.instant() + " (true " + Instant.ofEpochMilli(weather.trueNowMs()) + ") role "
          + roles.indexOf(role) + " of " + role.lifetime + ": " + what + "\n  "
          + String.join("\n  ", role.recent) + '\n');
    }
  }

  private void note(SessionKey key, Supplier<String> what) {
    Role role = byKey.get(key);
    if (role != null) {
      role.recent.add(time.instant() + " " + what.get());
      if (role.recent.size() > 12) {
        role.recent.remove();
      }
    }
  }

  @Override
  public void fetched(SessionPlan plan, RoleSession session, Duration took) {
    note(plan.key(), () -> "fetched in " + took);
  }

  @Override
  public void failed(SessionPlan plan, Failure failure, int failures, Duration nextAttemptIn) {
    note(plan.key(),
        () -> "failed, " + failure.reason() + ", " + failures + " in a row, again in " + nextAttemptIn);
  }

  @Override
  public void expired(SessionPlan plan) {
    note(plan.key(), () -> "expired");
  }

  @Override
  public void dropped(SessionPlan plan) {
    note(plan.key(), () -> "dropped");
  }

  @Override
  public void clockJumped(Duration jump) {
    roles.forEach(role -> note(role.key, () -> "clock jumped " + jump));
  }

  @Override
  public void clockSkewed(Duration skew) {
    roles.forEach(role -> note(role.key, () -> "clock skewed " + skew));
  }

  @Override
  public String toString() {
    return answers + " answers, " + calls + " calls, " + outcomes[Outcome.SIGNED.ordinal()] + " signed, "
        + outcomes[Outcome.SIGNED_WITH_EXPIRED.ordinal()] + " signed with expired credentials, "
        + outcomes[Outcome.FAILED.ordinal()] + " failed";
  }
}
