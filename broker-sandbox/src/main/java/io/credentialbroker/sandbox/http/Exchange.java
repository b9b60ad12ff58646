package io.credentialbroker.sandbox.http;

import io.credentialbroker.sandbox.fault.Call;
import io.credentialbroker.sandbox.fault.Fault;
import io.credentialbroker.sandbox.fault.Strike;
import java.time.Instant;

/** A request on its way: who serves it, what goes wrong with it, and what became of it. */
final class Exchange {
  private final Request request;
  private final Twin twin;
  private final String action;
  private final Strike strike;
  private final Instant arrived;
  private Answer answer = Answer.SILENCE;

  Exchange(Request request, Twin twin, String action, Strike strike, Instant arrived) {
    this.request = request;
    this.twin = twin;
    this.action = action;
    this.strike = strike;
    this.arrived = arrived;
  }

  Strike strike() {
    return strike;
  }

  /** The right answer, which may well be a refusal. */
  Answer answer() {
    answer = ask();
    return answer;
  }

  /** The error that a fault puts in the place of the right answer; the twin is not asked. */
  Answer refusal(Fault.ErrorAnswer error) {
    Answer refusal = render(new AwsError(error.status(), error.code(), error.message()));
    answer = error.retryAfter() == null
        ? refusal
        : refusal.withHeader("Retry-After", Long.toString(error.retryAfter().toSeconds()));
    return answer;
  }

  Call call(int status) {
    return new Call(arrived, action, status, answer.error(), answer.caller(), answer.subject(),
        strike.name());
  }

  private Answer ask() {
    try {
      return twin.answer(request);
    } catch (AwsError e) {
      return render(e);
    } catch (IllegalArgumentException e) {
      return render(new AwsError(400, "MalformedInput", "the request cannot be read"));
    } catch (RuntimeException e) {
      // A fault of the sandbox itself: a test must see it, and see that it is no answer of AWS's.
      return render(new AwsError(500, "SandboxFault", "the sandbox failed: " + e.getClass().getName()));
    }
  }

  private Answer render(AwsError error) {
    return twin.error(error).failing(error.code());
  }
}
