package io.credentialbroker.server.ops;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credentialbroker.server.metrics.Pulse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether the daemon's threads run. It says nothing of AWS, nor of sessions: a restart mends a thread that hangs,
 * and would only lose sessions in an outage.
 */
public final class Liveness {
  /** Far longer than any lag that a busy machine makes. */
  private static final Duration DEAD = Duration.ofSeconds(15);

  private final List<Pulse> pulses;

  /** Watches these, one for each thread that others wait for. */
  public Liveness(List<Pulse> pulses) {
    this.pulses = List.copyOf(pulses);
  }

  /** The names of the threads that hang; empty when all is well. */
  public List<String> silent() {
    return silentFor(DEAD).map(Pulse::name).distinct().toList();
  }

  /** Whether every thread has run within this time, and that between two beats. */
  public boolean isWell(Duration patience) {
    return silentFor(patience.plus(Pulse.EVERY)).findAny().isEmpty();
  }

  private Stream<Pulse> silentFor(Duration time) {
    return pulses.stream().filter(pulse -> pulse.silence().compareTo(time) > 0);
  }

  Page page() {
    var silent = silent();
    var body = JsonNodeFactory.instance.objectNode().put("alive", silent.isEmpty());
    var hang = body.putArray("silent");
    silent.forEach(hang::add);
    return OpsPages.json(silent.isEmpty() ? 200 : 503, body);
  }
}
