package io.credentialbroker.server.ops;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credentialbroker.server.metrics.Pulse;
import java.time.Duration;
import java.util.List;

/**
 * Whether the daemon's threads run. It says nothing of AWS, nor of sessions: a restart mends a thread that hangs,
 * and would only lose sessions in an outage.
 */
public final class Liveness {
  /** Far longer than any lag that a busy machine makes. */
  private static final Duration DEAD = Duration.ofSeconds(15);

  private final List<Pulse> pulses;

  public Liveness(List<Pulse> pulses) {
    this.pulses = List.copyOf(pulses);
  }

  /** The names of the threads that hang; empty when all is well. */
  public List<String> silent() {
    return pulses.stream().filter(pulse -> pulse.silence().compareTo(DEAD) > 0).map(Pulse::name).toList();
  }

  Page page() {
    var silent = silent();
    var body = JsonNodeFactory.instance.objectNode().put("alive", silent.isEmpty());
    var hang = body.putArray("silent");
    silent.forEach(hang::add);
    return OpsPages.json(silent.isEmpty() ? 200 : 503, body);
  }
}
