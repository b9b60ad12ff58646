package io.credentialbroker.bench.micro;

import io.credentialbroker.core.session.RoleSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A session that is held, asked for: flat in the number of sessions, and nothing allocated. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LookupBenchmark {
  @Param({ "10", "1000", "100000"})
  int sessions;

  private HeldSessions held;
  private int next;

  @Setup(Level.Trial)
  public void fill() {
    held = new HeldSessions(sessions).filled();
  }

  @TearDown(Level.Trial)
  public void close() {
    held.close();
  }

  /** Another one each time, with a stride that visits all. */
  @Benchmark
  public CompletableFuture<RoleSession> hit() {
    next = (next + 7919) % sessions;
    return held.engine.session(held.key(next));
  }

  /** Always the same ten of all: what many sessions cost beside the memory that looking at all of them reads. */
  @Benchmark
  public CompletableFuture<RoleSession> tenOfAll() {
    next = (next + 1) % 10;
    return held.engine.session(held.key(next));
  }
}
