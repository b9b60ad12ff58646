package io.credentialbroker.sandbox.fault;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What was asked of the sandbox: counts since the start or the last {@link #clear}, and the latest calls. */
public final class Calls {
  /** How many calls the log keeps; the oldest go first. Counts are not limited. */
  public static final int LOG_CAPACITY = 20_000;

  /** The action of requests that are no calls of a service: neither counted nor struck by faults. */
  public static final String UNCOUNTED = "";

  private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final ArrayDeque<Call> log = new ArrayDeque<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();

  /** A call arrived: counts it. */
  public void arrived(String action) {
    if (action.equals(UNCOUNTED)) {
      return;
    }
    counts.computeIfAbsent(action, _ -> new LongAdder()).increment();
    peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
  }

  /** A call that had {@link #arrived} is over. */
  public void finished(Call call) {
    if (call.action().equals(UNCOUNTED)) {
      return;
    }
    inFlight.decrementAndGet();
    synchronized (log) {
      if (log.size() == LOG_CAPACITY) {
        log.removeFirst();
      }
      log.addLast(call);
    }
  }

  /** How many calls of an action have arrived. */
  public long count(String action) {
    LongAdder count = counts.get(action);
    return count == null ? 0 : count.sum();
  }

  /** How many calls of each action have arrived, sorted by name. */
  public Map<String, Long> counts() {
    var sums = new TreeMap<String, Long>();
    counts.forEach((action, count) -> sums.put(action, count.sum()));
    return sums;
  }

  /** The latest calls that are over, oldest first. */
  public List<Call> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** The most calls that were under way at one time. */
  public int peakInFlight() {
    return peak.get();
  }

  /** Forgets counts, log and peak. */
  public void clear() {
    counts.clear();
    peak.set(inFlight.get());
    synchronized (log) {
      log.clear();
    }
  }
}
