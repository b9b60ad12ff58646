package io.credentialbroker.packaging.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Every fault of AWS in turn, each while one session is held and another is asked for cold. */
final class Faults {
  /** Kinds of the sandbox, with what more each takes. */
  private static final Map<String, String> KINDS = Map.of("unavailable", "", "internal-failure", "",
      "throttling",
      "", "reset", "", "truncated", "", "oversized", ",\"bytes\":33554432", "nonsense", "", "black-hole", "",
      "latency", ",\"millis\":30000", "refuse", ",\"millis\":5000");

  private Faults() {}

  /** Holds {@code p0}; uses one further profile for each fault. */
  static Finding run(Grounds grounds, long faultMillis) throws Exception {
    var tally = new Tally(grounds.aws::now);
    var wrong = new ArrayList<String>();
    long slowest = 0;
    Child daemon = grounds.daemon();
    grounds.awaitSession("p0");
    try (var _ = Load.rate(grounds.tcp(), List.of("p0"), 4, 1_000, tally)) {
      int number = 1;
      for (var fault : new TreeMap<>(KINDS).entrySet()) {
        String kind = fault.getKey();
        String cold = "p" + number++;
        grounds.aws.fault("sts:*", kind, fault.getValue());
        if (kind.equals("refuse")) {
          grounds.aws.awaitRefusal();
        }
        try (var _ = grounds.refresh("p0")) {
          Reply reply = grounds.ask(cold);
          if (reply.status() != 503 || !reply.has("Retry-After")) {
            wrong.add(kind + " was answered " + reply.status());
          }
          TimeUnit.MILLISECONDS.sleep(faultMillis);
        }
        grounds.aws.mend();
        slowest = Math.max(slowest, grounds.awaitSession(cold));
      }
    } finally {
      daemon.terminate();
    }
    boolean reached = wrong.isEmpty() && tally.otherThan(200) == 0 && tally.broken.sum() == 0
        && tally.expired.sum() == 0 && tally.changedExpirations.sum() == 0;
    return new Finding("faults of AWS, one after the other", "bench/chaos faults",
        "%d kinds; a held session asked for at 1 kHz: %s; a cold one: 503 with Retry-After%s, served at most %.1f s after the fault"
            .formatted(KINDS.size(), tally, wrong.isEmpty() ? "" : " but " + wrong, slowest / 1e3),
        reached);
  }
}
