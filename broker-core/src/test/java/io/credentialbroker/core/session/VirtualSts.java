package io.credentialbroker.core.session;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.source.CredentialSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An upstream on virtual time: slow, dead or refusing when a test says so; it remembers every call. */
final class VirtualSts {
  static final Secret KEY = Secret.of("virtual");

  private final ManualTime time;
  final List<Call> calls = new ArrayList<>();
  Duration latency = Duration.ZERO;
  /** What every call fails with; null while it is well. */
  @Nullable
  Failure fault;
  /** Takes calls and never answers. */
  boolean blackHole;
  /** AWS's own clock less the local one. */
  Duration clockAhead = Duration.ZERO;
  /** The calls that never got an answer; a test may give it late. */
  final List<CompletableFuture<Credentials>> unanswered = new ArrayList<>();

  VirtualSts(ManualTime time) {
    this.time = time;
  }

  /** One call: whose, and when by the ticker. */
  record Call(String who, long ticks) {}

  /** A source that assumes a role here. */
  CredentialSource source(String who, Duration lifetime) {
    return _ -> call(who, lifetime);
  }

  CompletableFuture<Credentials> call(String who, Duration lifetime) {
    calls.add(new Call(who, time.read()));
    var answer = new CompletableFuture<Credentials>();
    if (blackHole) {
      unanswered.add(answer);
      return answer;
    }
    int number = calls.size();
    Runnable reply = () -> {
      Failure failure = fault;
      if (failure != null) {
        answer.completeExceptionally(new FailureException(failure));
      } else {
        answer.complete(credentials(number, now().plus(lifetime)));
      }
    };
    if (latency.isZero()) {
      reply.run();
    } else {
      time.schedule(latency, reply);
    }
    return answer;
  }

  /** AWS's time, to the second, as its documents give it. */
  Instant now() {
    return Instant.ofEpochSecond(time.instant().plus(clockAhead).getEpochSecond());
  }

  Credentials credentials(int number, @Nullable Instant expiration) {
    return new Credentials("ASIA" + number, KEY, KEY, expiration, "123456789012", null);
  }

  long callsOf(String who) {
    return calls.stream().filter(call -> call.who().equals(who)).count();
  }

  /** The most calls in any span of this length. */
  int peak(Duration span) {
    int peak = 0;
    int from = 0;
    for (int to = 0; to < calls.size(); to++) {
      while (calls.get(to).ticks() - calls.get(from).ticks() >= span.toNanos()) {
        from++;
      }
      peak = Math.max(peak, to - from + 1);
    }
    return peak;
  }

  void fail(FailureReason reason) {
    fault = failure(reason);
  }

  void recover() {
    fault = null;
    blackHole = false;
  }

  static Failure failure(FailureReason reason) {
    return new Failure(reason, "AssumeRole", "It said " + reason + ".", "Mend it.",
        reason.recoverable() ? null : reason.name(), null);
  }
}
