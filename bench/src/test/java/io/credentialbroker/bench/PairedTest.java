package io.credentialbroker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedTest {
  @Test
  void inTurn_fourRounds_firstOneChanges() throws Exception {
    var order = new ArrayList<String>();
    Paired paired = Paired.inTurn(4, () -> {
      order.add("ours");
      return 2.0;
    }, () -> {
      order.add("reference");
      return 1.0;
    });
    assertThat(order).containsExactly("ours", "reference", "reference", "ours", "ours", "reference",
        "reference",
        "ours");
    assertThat(paired.ratio()).isEqualTo(2);
  }

  /** The machine slows down tenfold on the way, and the ratio does not notice. */
  @Test
  void ratio_machineDrifts_comparesWithinARound() {
    var paired = new Paired(List.of(100.0, 50.0, 10.0), List.of(50.0, 25.0, 5.0));
    assertThat(paired.ratio()).isEqualTo(2);
    assertThat(paired.noise()).isZero();
  }

  @Test
  void noise_oneRoundFarOff_isNotTakenForNoise() {
    var paired = new Paired(List.of(1.0, 1.1, 0.9, 1.0, 9.0, 1.0, 1.1, 0.9),
        List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0));
    assertThat(paired.ratio()).isEqualTo(1.0, within(1e-9));
    assertThat(paired.highestRatio()).isEqualTo(9);
    assertThat(paired.noise()).isLessThan(0.11);
  }

  @Test
  void paired_unevenRounds_isRefused() {
    assertThatThrownBy(() -> new Paired(List.of(1.0), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
