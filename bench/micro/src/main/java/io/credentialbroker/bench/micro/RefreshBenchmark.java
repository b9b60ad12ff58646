package io.credentialbroker.bench.micro;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * The scheduler: virtual time passes, and what falls due is fetched again, from timer to cache. {@code refreshes}
 * are those done in a second of real time; they are to be as many with a hundred thousand sessions as with a
 * thousand. With ten the two looks at the clock in a minute weigh more than the refreshes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RefreshBenchmark {
  private static final Duration STEP = Duration.ofSeconds(1);

  @Param({ "10", "1000", "100000"})
  int sessions;

  private HeldSessions held;

  /** What has been done. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Done {
    /** Sessions fetched again. */
    public long refreshes;
  }

  @Setup(Level.Trial)
  public void fill() {
    held = new HeldSessions(sessions).filled();
    // Until the refreshes are spread evenly: the jitter does that.
    held.time.advance(HeldSessions.LIFE.multipliedBy(20));
  }

  @TearDown(Level.Trial)
  public void close() {
    held.close();
  }

  /** Lets a second pass. */
  @Benchmark
  public void second(Done done) {
    long before = held.calls();
    held.time.advance(STEP);
    done.refreshes += held.calls() - before;
  }
}
