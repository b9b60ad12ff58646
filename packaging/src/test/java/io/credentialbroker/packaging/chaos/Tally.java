package io.credentialbroker.packaging.chaos;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What probes have seen. Thread-safe. */
final class Tally {
  private static final int BUCKETS = 64 * 8;

  private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
  private final Map<String, Instant> expirations = new ConcurrentHashMap<>();
  private final AtomicLongArray latencies = new AtomicLongArray(BUCKETS);
  private final AtomicLong slowestNs = new AtomicLong();
  /** A connection could not be made: nothing had been sent. */
  final LongAdder refused = new LongAdder();
  /** A request had been sent, and no whole answer came. */
  final LongAdder broken = new LongAdder();
  final LongAdder expired = new LongAdder();
  final LongAdder changedExpirations = new LongAdder();
  private final Supplier<Instant> awsNow;

  Tally(Supplier<Instant> awsNow) {
    this.awsNow = awsNow;
  }

  /** Counts an answer and checks what every answer has to be. */
  void count(Reply reply, long tookNs) {
    statuses.computeIfAbsent(reply.status(), _ -> new LongAdder()).increment();
    latencies.incrementAndGet(bucket(tookNs));
    slowestNs.accumulateAndGet(tookNs, Math::max);
    Instant expiration = reply.status() == 200 ? reply.expiration() : null;
    if (expiration != null) {
      if (!expiration.isAfter(awsNow.get())) {
        expired.increment();
      }
      Instant known = expirations.putIfAbsent(String.valueOf(reply.accessKeyId()), expiration);
      if (known != null && !known.equals(expiration)) {
        changedExpirations.increment();
      }
    } else if (reply.status() == 200) {
      broken.increment(); // 200 without credentials is no answer
    }
  }

  long status(int status) {
    LongAdder count = statuses.get(status);
    return count == null ? 0 : count.sum();
  }

  long all() {
    return statuses.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Everything that is no 200 and no 503 that the outage explains. */
  long otherThan(int... allowed) {
    long rest = all();
    for (int status : allowed) {
      rest -= status(status);
    }
    return rest;
  }

  int sessions() {
    return expirations.size();
  }

  /** The latency that this part of the answers keeps, in milliseconds, to 9 per cent. */
  double latencyMs(double part) {
    long wanted = (long) Math.ceil(all() * part);
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += latencies.get(i);
      if (seen >= wanted) {
        return Math.min(upper(i), slowestNs.get()) / 1e6;
      }
    }
    return slowestNs.get() / 1e6;
  }

  @Override
  public String toString() {
    var text = new TreeMap<Integer, Long>();
    statuses.forEach((status, count) -> text.put(status, count.sum()));
    return "statuses %s, %d refused, %d broken off, %d expired, %d changed expirations, p99 %.1f ms, slowest %.0f ms"
        .formatted(text, refused.sum(), broken.sum(), expired.sum(), changedExpirations.sum(),
            latencyMs(0.99),
            slowestNs.get() / 1e6);
  }

  /** Eight buckets for each doubling. */
  private static int bucket(long ns) {
    long value = Math.max(8, ns);
    int log = 63 - Long.numberOfLeadingZeros(value);
    return Math.min(BUCKETS - 1, log * 8 + (int) (value >>> log - 3 & 7));
  }

  private static long upper(int bucket) {
    int log = bucket / 8;
    return (8L + bucket % 8 + 1) << Math.max(0, log - 3);
  }
}
