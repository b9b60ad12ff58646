package io.credentialbroker.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The clock of the offline AWS: another clock, and how far it is off from it. */
public final class SandboxClock implements InstantSource {
  private final InstantSource base;
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

  public SandboxClock(InstantSource base) {
    this.base = base;
  }

  @Override
  public Instant instant() {
    return base.instant().plus(offset.get());
  }

  /** Sets it off from its base by this much, ahead when positive. */
  public void setOffset(Duration off) {
    offset.set(off);
  }

  /** Moves it on, or back when negative. */
  public void advance(Duration by) {
    offset.updateAndGet(off -> off.plus(by));
  }

  public Duration offset() {
    return offset.get();
  }
}
