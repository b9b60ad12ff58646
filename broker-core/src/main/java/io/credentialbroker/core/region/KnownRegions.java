package io.credentialbroker.core.region;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** The regions that the AWS SDK of this release knows; a younger one is no mistake, and works. */
public final class KnownRegions {
  /** How many letters a mistyped name may be off. */
  private static final int NEAR = 3;

  private static final List<Region> EVERYBODYS = List.of(Region.US_EAST_1, Region.US_WEST_2);

  private KnownRegions() {}

  public static boolean contains(String region) {
    return Region.regions().stream().anyMatch(known -> known.id().equals(region));
  }

  /** The known region that a name is probably meant to be; empty when none is near. */
  public static Optional<String> nearest(String region) {
    String best = null;
    int least = NEAR + 1;
    for (Region known : Region.regions()) {
      int distance = distance(region, known.id());
      if (distance < least) {
        least = distance;
        best = known.id();
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Another region of the same partition, for when one does not do; empty where the partition has no other. Two that
   * every account has come first, because others may have to be switched on.
   */
  public static Optional<String> another(String than) {
    PartitionMetadata partition = PartitionMetadata.of(Region.of(than));
    return Stream.concat(EVERYBODYS.stream(), Region.regions().stream())
        .filter(region -> !region.isGlobalRegion() && !region.id().equals(than))
        .filter(region -> PartitionMetadata.of(region).id().equals(partition.id()))
        .map(Region::id).findFirst();
  }

  /** Levenshtein's, one row at a time. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
