package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.session.SimulatedClient.Outcome;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Whole lives of a broker on virtual time. The seed is printed; {@code -Dbroker.simulation.seed=N} repeats a
 * run, {@code -Dbroker.simulation.hours=N} makes it shorter or longer.
 */
class SimulationTest {
  private static final long SEED = Long.getLong("broker.simulation.seed",
      ThreadLocalRandom.current().nextLong(1_000_000_000));
  private static final long HOURS = Long.getLong("broker.simulation.hours", 10_000);

  @Test
  void tenThousandHours_anyWeather_noAnswerBreaksAPromise() {
    var simulation = run(world(Weather.Climate.ANYTHING).clients(6, Duration.ofMinutes(30)), HOURS);

    assertThat(simulation.violations).as("seed %d", SEED).isEmpty();
    assertThat(simulation.answers).isGreaterThan(HOURS * 20);
  }

  @Test
  void thousandHours_calmWeather_everySigningSucceeds() {
    var simulation = run(world(Weather.Climate.CALM).clients(3, Duration.ofMinutes(10)), HOURS / 10);

    assertThat(simulation.violations).as("seed %d", SEED).isEmpty();
    assertThat(simulation.outcomes[Outcome.FAILED.ordinal()]).as("seed %d", SEED).isZero();
    assertThat(simulation.outcomes[Outcome.SIGNED_WITH_EXPIRED.ordinal()]).as("seed %d", SEED).isZero();
  }

  @Test
  void thousandHours_outagesOf25Minutes_noClientOfAnHourlySessionNotices() {
    var simulation = new Simulation(SEED, Weather.Climate.PROMISED);
    for (int i = 0; i < 12; i++) {
      simulation.role(Duration.ofHours(i < 8 ? 1 : i), -1);
    }
    run(simulation.role(Duration.ofHours(1), 0).role(Duration.ofHours(1), 12).clients(9,
        Duration.ofMinutes(4)),
        HOURS / 10);

    assertThat(simulation.violations).as("seed %d", SEED).isEmpty();
    assertThat(simulation.outcomes[Outcome.SIGNED_WITH_EXPIRED.ordinal()]).as("seed %d", SEED).isZero();
    assertThat(simulation.outcomes[Outcome.FAILED.ordinal()]).as("seed %d", SEED).isZero();
  }

  /** Roles of every lifetime, some of them chained. */
  private static Simulation world(Weather.Climate climate) {
    var simulation = new Simulation(SEED, climate);
    Duration[] lifetimes = { Duration.ofMinutes(15), Duration.ofMinutes(40), Duration.ofHours(1),
        Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(6), Duration.ofHours(12)};
    for (int i = 0; i < 14; i++) {
      simulation.role(lifetimes[i % lifetimes.length], -1);
    }
    for (int i = 0; i < 6; i++) {
      simulation.role(Duration.ofHours(1), i < 4 ? 2 + i : 10 + i);
    }
    return simulation;
  }

  private static Simulation run(Simulation simulation, long hours) {
    long begun = System.nanoTime();
    simulation.run(Duration.ofHours(hours));
    System.out.println("simulation: seed " + SEED + ", " + hours + " hours in "
        + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms: " + simulation);
    return simulation;
  }
}
