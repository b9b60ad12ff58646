package io.credentialbroker.core.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.fixtures.Outcomes;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
  private final SingleFlight<String, Integer> flights = new SingleFlight<>();
  private final ArrayList<CompletableFuture<Integer>> calls = new ArrayList<>();

  @Test
  void join_whileACallIsUnderWay_joinsIt() {
    var first = flights.join("a", this::call);
    var second = flights.join("a", this::call);
    calls.getFirst().complete(1);
    assertThat(Outcomes.of(first)).isEqualTo(1);
    assertThat(Outcomes.of(second)).isEqualTo(1);
    assertThat(calls).hasSize(1);
  }

  @Test
  void join_otherKeysAndLater_areOtherCalls() {
    var unfinished = flights.join("a", this::call);
    calls.getFirst().complete(1);
    assertThat(unfinished).isCompletedWithValue(1);
    assertThat(flights.join("a", this::call)).isNotDone();
    assertThat(flights.join("b", this::call)).isNotDone();
    assertThat(calls).hasSize(3);
  }

  @Test
  void join_cancelledByOneCaller_goesOnForTheOther() {
    var first = flights.join("a", this::call);
    var second = flights.join("a", this::call);
    first.cancel(true);
    calls.getFirst().complete(1);
    assertThat(Outcomes.of(second)).isEqualTo(1);
  }

  @Test
  void join_aCallThatThrows_failsAndIsForgotten() {
    var failed = flights.join("a", () -> {
      throw new IllegalStateException("no");
    });
    assertThat(failed).isCompletedExceptionally();
    assertThat(flights.join("a", this::call)).isNotDone();
  }

  private CompletableFuture<Integer> call() {
    var begun = new CompletableFuture<Integer>();
    calls.add(begun);
    return begun;
  }
}
