package io.credentialbroker.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.credentialbroker.core.session.FleetHost.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a fleet does to STS. With {@code -Dbroker.fleet.report=FOLDER} the large fleets run too, and the page and
 * the plot are written to that folder.
 */
class FleetSimulationTest {
  private static final int RATE = Integer.getInteger("broker.fleet.rate", 600);
  private static final long SEED = Long.getLong("broker.fleet.seed", 2026);

  @Test
  void fleet_throttledStartAndAnOutage_brokersSpreadOutAndNoCallerNotices() {
    Fleet.Result brokers = Fleet.run(Schedule.BROKER, 300, 20, SEED);
    Fleet.Result fixed = Fleet.run(Schedule.FIXED, 300, 20, SEED);
    Fleet.Result onDemand = Fleet.run(Schedule.ON_DEMAND, 300, 20, SEED);

    assertThat(brokers.failedLater()).isZero();
    assertThat(brokers.peakLater()).isLessThanOrEqualTo(20).isLessThan(fixed.peakLater() / 2)
        .isLessThanOrEqualTo(onDemand.peakLater());
    assertThat(brokers.callsPerSessionHour()).isBetween(2.5, 3.8).isLessThan(fixed.callsPerSessionHour());
    assertThat(fixed.failedLater()).isPositive();
    assertThat(onDemand.failedLater()).isGreaterThan(fixed.failedLater());
  }

  @Test
  void fleet_sameSeed_sameResult() {
    Fleet.Result one = Fleet.run(Schedule.BROKER, 20, 5, SEED);
    Fleet.Result two = Fleet.run(Schedule.BROKER, 20, 5, SEED);

    assertThat(one.perSecond()).isEqualTo(two.perSecond());
    assertThat(one.answers()).isEqualTo(two.answers()).isGreaterThan(10_000);
  }

  @Test
  void fleet_reportAskedFor_isWritten() throws IOException {
    @Nullable
    String folder = System.getProperty("broker.fleet.report");
    assumeTrue(folder != null, "-Dbroker.fleet.report does not name a folder for the report");
    List<Fleet.Result> all = new ArrayList<>();
    List<Fleet.Result> largest = new ArrayList<>();
    for (int hosts : new int[]{ 10, 100, 10_000}) {
      for (Schedule schedule : Schedule.values()) {
        Fleet.Result result = Fleet.run(schedule, hosts, RATE, SEED);
        all.add(result);
        if (hosts == 10_000) {
          largest.add(result);
        }
      }
    }
    Path docs = Path.of(folder);

    Files.writeString(docs.resolve("scale.md"), FleetReport.page(all, RATE, SEED));
    Files.writeString(docs.resolve("scale.svg"), FleetReport.plot(largest, RATE));

    assertThat(largest.getFirst().peakLater()).isLessThan(largest.get(1).peakLater());
  }
}
