package io.credentialbroker.sandbox.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The faults in force. Rules may be added and removed at any time, from any thread; every rule that concerns a
 * call and is not spent may strike it. Shares are drawn from a seeded source, so that a run can be repeated.
 */
public final class Faults {
  private final CopyOnWriteArrayList<FaultRule> rules = new CopyOnWriteArrayList<>();
  private final long seed;
  private final Random random;

  public Faults(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** The seed of the shares, to be printed by whoever uses shares. */
  public long seed() {
    return seed;
  }

  /** Strikes every call of an action until it is removed. */
  public FaultRule always(String action, Fault fault) {
    return add(action, fault, 1, Long.MAX_VALUE);
  }

  /** Strikes the next {@code times} calls of an action. */
  public FaultRule times(String action, long times, Fault fault) {
    return add(action, fault, 1, times);
  }

  /** Strikes a share of the calls of an action, over 0 and at most 1, until it is removed. */
  public FaultRule share(String action, double share, Fault fault) {
    return add(action, fault, share, Long.MAX_VALUE);
  }

  /**
   * Strikes a share of the calls of an action, a number of times at most.
   *
   * @throws IllegalArgumentException for a share outside (0, 1] or a number of times below one
   */
  public FaultRule add(String action, Fault fault, double share, long times) {
    var rule = new FaultRule(action, fault, share, times);
    rules.add(rule);
    return rule;
  }

  public void remove(FaultRule rule) {
    rules.remove(rule);
  }

  /** Ends all faults. */
  public void clear() {
    rules.clear();
  }

  /** The rules that are not spent, oldest first. */
  public List<FaultRule> rules() {
    rules.removeIf(FaultRule::isSpent);
    return List.copyOf(rules);
  }

  /** Decides what happens to one call, using up the times of the rules that fire. */
  public Strike strike(String action) {
    if (rules.isEmpty() || action.equals(Calls.UNCOUNTED)) {
      return Strike.NONE;
    }
    var fired = new ArrayList<Fault>();
    for (FaultRule rule : rules) {
      if (rule.concerns(action) && (rule.share() == 1 || random.nextDouble() < rule.share()) && rule.take()) {
        fired.add(rule.fault());
      }
    }
    return Strike.of(fired);
  }
}
