package io.credentialbroker.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credentialbroker.server.fixtures.TestBroker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fuzzer's inputs once more without the fuzzer, and the proof that its oracle can fail. */
final class FuzzedInputsTest {
  static List<byte[]> inputs() {
    return FuzzedGate.inputs();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void gate_inputOfTheFuzzer_keepsTheOracle(byte[] input) {
    new FuzzedGate().tryOut(input);
  }

  @Test
  void seeds_some_reachTheCredentials() {
    var gate = new FuzzedGate();
    assertThat(inputs().stream().map(gate::tryOut).filter(answer -> answer.contains(TestBroker.SECRET_KEY)))
        .hasSizeGreaterThan(8);
  }

  @Test
  void oracle_rulesBroken_fails() {
    var oracle = new AnswerOracle("the-token");
    String head = "HTTP/1.1 200 OK\r\n\r\n";
    String with = "GET / HTTP/1.1\r\nAuthorization: the-token\r\n\r\n";
    oracle.check(with, head + TestBroker.SECRET_KEY);
    for (String without : List.of("GET / HTTP/1.1\r\n\r\n", with.replace("the-token", "the-tokem"),
        with.replace("the-token", "the-token2"), with.replace("Authorization", "X-Authorization"))) {
      assertThatThrownBy(() -> oracle.check(without, head)).isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> oracle.check(without, TestBroker.SECRET_KEY))
          .isInstanceOf(AssertionError.class);
    }
    assertThatThrownBy(() -> oracle.check(with, head.repeat(3))).hasMessageContaining("more answers");
    assertThatThrownBy(() -> oracle.check(with, "HTTP/1.1 403 X\r\nAccess-Control-Allow-Origin: *\r\n"))
        .hasMessageContaining("web pages");
  }
}
