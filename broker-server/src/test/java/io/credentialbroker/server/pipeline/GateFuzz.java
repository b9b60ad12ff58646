package io.credentialbroker.server.pipeline;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes through the real pipeline, guided by the coverage of the gate and of Netty's decoder; the oracle is
 * {@link AnswerOracle}. Its name is none of a test, since the fuzzer instruments the whole process that it runs
 * in: the build runs it by itself, in a process of its own. docs/security-tests.md has the commands.
 */
final class GateFuzz {
  private final FuzzedGate gate = new FuzzedGate();

  // Words of the protocol, in the escapes of libFuzzer.
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @DictionaryEntries({ "GET ", "HEAD ", "/v1/credentials/dev", "/v1/credential-process/dev",
      " HTTP/1.1\\x0d\\x0a",
      "Host: 127.0.0.1\\x0d\\x0a", "Authorization: @TOKEN@\\x0d\\x0a", "\\x0d\\x0a\\x0d\\x0a",
      "Content-Length: ",
      "Transfer-Encoding: chunked\\x0d\\x0a", "Connection: close\\x0d\\x0a", "Origin: ", "%2F", "\\x0a ",
      "@TOKEN@"})
  @interface Words {
  }

  static List<byte[]> inputs() {
    return FuzzedGate.inputs();
  }

  /** In every build. */
  @Words
  @MethodSource("inputs")
  @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
  void gate_aMillionInputs_keepTheOracle(byte[] input) {
    gate.tryOut(input);
  }

  /** On demand. */
  @Words
  @MethodSource("inputs")
  @FuzzTest(maxDuration = "", maxExecutions = 100_000_000)
  void gate_aHundredMillionInputs_keepTheOracle(byte[] input) {
    gate.tryOut(input);
  }
}
