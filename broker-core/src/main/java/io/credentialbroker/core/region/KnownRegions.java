package io.credentialbroker.core.region;

import io.credentialbroker.core.text.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** The regions that the AWS SDK of this release knows; a younger one is no mistake, and works. */
public final class KnownRegions {
  private static final List<Region> EVERYBODYS = List.of(Region.US_EAST_1, Region.US_WEST_2);

  private KnownRegions() {}

  public static boolean contains(String region) {
    return Region.regions().stream().anyMatch(known -> known.id().equals(region));
  }

  /** The known region that a name is probably meant to be; empty when none is near. */
  public static Optional<String> nearest(String region) {
    return Nearest.to(region.toLowerCase(Locale.ROOT), Region.regions().stream().map(Region::id).toList());
  }

  /** A region of another partition: of {@code aws}, or of GovCloud where that is the one itself. */
  public static String elsewhere(String than) {
    Region region = isOf(Region.US_EAST_1, than) ? Region.US_GOV_WEST_1 : Region.US_EAST_1;
    return region.id();
  }

  /**
   * Another region of the same partition, for when one does not do; empty where the partition has no other. Two that
   * every account has come first, because others may have to be switched on.
   */
  public static Optional<String> another(String than) {
    return Stream.concat(EVERYBODYS.stream(), Region.regions().stream())
        .filter(region -> !region.isGlobalRegion() && !region.id().equals(than))
        .filter(region -> isOf(region, than)).map(Region::id).findFirst();
  }

  private static boolean isOf(Region region, String other) {
    return PartitionMetadata.of(region).id().equals(PartitionMetadata.of(Region.of(other)).id());
  }
}
