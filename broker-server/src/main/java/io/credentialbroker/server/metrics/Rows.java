package io.credentialbroker.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gauge with as many rows as there are things to tell of at the moment; those that are gone vanish. */
final class Rows {
  private final MultiGauge gauge;
  private final List<MultiGauge.Row<?>> rows = new ArrayList<>();

  Rows(MeterRegistry registry, String name, @Nullable String unit, String description) {
    gauge = MultiGauge.builder(name).baseUnit(unit).description(description).register(registry);
  }

  void add(Tags tags, double value) {
    rows.add(MultiGauge.Row.of(tags, value));
  }

  /** What has been added since the last time is what there is now. */
  void publish() {
    gauge.register(List.copyOf(rows), true);
    rows.clear();
  }
}
