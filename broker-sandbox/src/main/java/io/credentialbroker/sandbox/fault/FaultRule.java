package io.credentialbroker.sandbox.fault;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which calls a fault strikes: those of an action, a number of them or all, each or a share of them. It can be
 * withdrawn through {@link Faults#remove}.
 */
public final class FaultRule {
  private final String action;
  private final Fault fault;
  private final double share;
  private final AtomicLong left;
  private final AtomicLong struck = new AtomicLong();

  FaultRule(String action, Fault fault, double share, long times) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is over 0 and at most 1, not " + share);
    }
    if (times < 1) {
      throw new IllegalArgumentException("a fault strikes at least once, not " + times + " times");
    }
    this.action = action;
    this.fault = fault;
    this.share = share;
    this.left = new AtomicLong(times);
  }

  /** {@code sts:AssumeRole}, all of a service ({@code sts:*}), or {@code *}. */
  public String action() {
    return action;
  }

  public Fault fault() {
    return fault;
  }

  /** The part of the calls that it strikes, over 0 and at most 1. */
  public double share() {
    return share;
  }

  /** How many calls it has struck. */
  public long struck() {
    return struck.get();
  }

  boolean concerns(String called) {
    return action.equals("*") || action.equals(called)
        || (action.endsWith(":*") && called.startsWith(action.substring(0, action.length() - 1)));
  }

  /** Uses up one of the times; false when there is none left. */
  boolean take() {
    if (left.getAndUpdate(n -> n == Long.MAX_VALUE ? n : Math.max(0, n - 1)) == 0) {
      return false;
    }
    struck.incrementAndGet();
    return true;
  }

  boolean isSpent() {
    return left.get() == 0;
  }
}
