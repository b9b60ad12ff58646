package io.credentialbroker.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Meters as Prometheus's text format 0.0.4 writes them. Names follow Micrometer's rules for Prometheus, so that
 * dashboards for its JVM meters fit: dots become underscores, the unit and {@code _total} are appended.
 */
final class PrometheusText {
  private final StringBuilder text = new StringBuilder(16 * 1024);

  private PrometheusText() {}

  static String of(List<Meter> meters) {
    var families = new TreeMap<String, List<Meter>>();
    meters.forEach(meter -> families.computeIfAbsent(nameOf(meter), _ -> new ArrayList<>()).add(meter));
    var page = new PrometheusText();
    families.forEach(page::family);
    return page.text.toString();
  }

  private static String nameOf(Meter meter) {
    String name = meter.getId().getName().replace('.', '_').replace('-', '_');
    String unit = meter instanceof Timer ? "seconds" : meter.getId().getBaseUnit();
    String whole = unit == null || name.endsWith('_' + unit) ? name : name + '_' + unit;
    return isCounter(meter) ? whole + "_total" : whole;
  }

  private static boolean isCounter(Meter meter) {
    return meter instanceof io.micrometer.core.instrument.Counter || meter instanceof FunctionCounter;
  }

  private void family(String name, List<Meter> meters) {
    var first = meters.getFirst();
    String help = first.getId().getDescription();
    if (help != null) {
      text.append("# HELP ").append(name).append(' ').append(escaped(help, false)).append('\n');
    }
    text.append("# TYPE ").append(name).append(' ')
        .append(first instanceof Timer ? "histogram" : isCounter(first) ? "counter" : "gauge").append('\n');
    for (Meter meter : meters) {
      if (meter instanceof Timer timer) {
        histogram(name, timer);
      } else {
        line(name, meter, "", meter.measure().iterator().next().getValue());
      }
    }
  }

  private void histogram(String name, Timer timer) {
    // One snapshot for all lines: a scrape must not contradict itself while others go on counting.
    var snapshot = timer.takeSnapshot();
    double counted = 0;
    for (CountAtBucket bucket : snapshot.histogramCounts()) {
      counted = bucket.count();
      line(name + "_bucket", timer, number(bucket.bucket(TimeUnit.NANOSECONDS) / 1e9), counted);
    }
    double count = Math.max(counted, (double) snapshot.count());
    line(name + "_bucket", timer, "+Inf", count);
    line(name + "_sum", timer, "", snapshot.total(TimeUnit.NANOSECONDS) / 1e9);
    line(name + "_count", timer, "", count);
  }

  private void line(String name, Meter meter, String limit, double value) {
    text.append(name);
    char before = '{';
    for (Tag tag : meter.getId().getTagsAsIterable()) {
      text.append(before).append(tag.getKey().replace('.', '_')).append("=\"")
          .append(escaped(tag.getValue(), true))
          .append('"');
      before = ',';
    }
    if (!limit.isEmpty()) {
      text.append(before).append("le=\"").append(limit).append('"');
      before = ',';
    }
    text.append(before == ',' ? "} " : " ").append(number(value)).append('\n');
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String escaped(String words, boolean quotes) {
    String plain = words.replace("\\", "\\\\").replace("\n", "\\n");
    return quotes ? plain.replace("\"", "\\\"") : plain;
  }
}
