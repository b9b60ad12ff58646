package io.credentialbroker.bench.micro;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.Client;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.TokenTerms;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A token compared with all tokens, without stopping at the right one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TokenBenchmark {
  private static final Peer PEER = new Peer(1000, 42);

  @Param({ "1", "10", "1000"})
  int tokens;

  private ClientTokens held;
  private String first;

  @Setup
  public void issue() {
    held = new ClientTokens(new SecureRandom(), InstantSource.system());
    first = held.add("first", Grant.EVERYTHING, TokenTerms.NONE).token().reveal();
    for (int i = 1; i < tokens; i++) {
      held.add("client-" + i, Grant.EVERYTHING, TokenTerms.NONE);
    }
  }

  @Benchmark
  public @Nullable Client authenticate() {
    return held.authenticate(first, PEER);
  }
}
