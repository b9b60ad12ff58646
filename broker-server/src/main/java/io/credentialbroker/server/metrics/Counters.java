package io.credentialbroker.server.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A counter for each constant, made ahead: a series that is 0 from the start can be alerted on. */
final class Counters<E extends Enum<E>> {
  private final Map<E, Counter> all;

  Counters(Class<E> type, Function<E, Counter> counter) {
    all = new EnumMap<>(type);
    for (E constant : Objects.requireNonNull(type.getEnumConstants())) {
      all.put(constant, counter.apply(constant));
    }
  }

  void increment(E constant) {
    Objects.requireNonNull(all.get(constant)).increment();
  }
}
