package io.credentialbroker.sandbox;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * How a sandbox runs.
 *
 * @param port on 127.0.0.1; 0 for any free one
 * @param threads event loops
 * @param clock what its {@link SandboxClock} starts from
 * @param random where keys, tokens and ids come from
 * @param faultSeed the seed for faults that strike a share of the calls
 * @param signatureWindow how far a signer's clock may be off, either way
 */
public record SandboxOptions(int port, int threads, InstantSource clock, RandomGenerator random,
    long faultSeed,
    Duration signatureWindow) {

  public SandboxOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, not " + threads);
    }
  }

  /** Any port, two threads, the system's clock, strong randomness, AWS's window of five minutes. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(0, 2, InstantSource.system(), new SecureRandom(), 20_261_101L,
        Duration.ofMinutes(5));
  }

  public SandboxOptions withPort(int wanted) {
    return new SandboxOptions(wanted, threads, clock, random, faultSeed, signatureWindow);
  }

  public SandboxOptions withThreads(int wanted) {
    return new SandboxOptions(port, wanted, clock, random, faultSeed, signatureWindow);
  }

  public SandboxOptions withClock(InstantSource wanted) {
    return new SandboxOptions(port, threads, wanted, random, faultSeed, signatureWindow);
  }

  public SandboxOptions withRandom(RandomGenerator wanted) {
    return new SandboxOptions(port, threads, clock, wanted, faultSeed, signatureWindow);
  }

  public SandboxOptions withFaultSeed(long wanted) {
    return new SandboxOptions(port, threads, clock, random, wanted, signatureWindow);
  }

  public SandboxOptions withSignatureWindow(Duration wanted) {
    return new SandboxOptions(port, threads, clock, random, faultSeed, wanted);
  }
}
