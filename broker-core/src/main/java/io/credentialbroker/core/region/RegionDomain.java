package io.credentialbroker.core.region;

import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** Below which domain a region's endpoints are: that of its partition. */
public final class RegionDomain {
  private static final PartitionEndpointKey DUAL_STACK = PartitionEndpointKey.builder()
      .tags(EndpointTag.DUALSTACK).build();

  private RegionDomain() {}

  /** E.g. {@code amazonaws.com.cn}; a region that the SDK does not know is taken for one of the partition aws. */
  public static String of(String region) {
    return PartitionMetadata.of(Region.of(region)).dnsSuffix();
  }

  /** The one of endpoints that are reached by IPv4 and IPv6, e.g. {@code api.aws}. */
  public static String dualStackOf(String region) {
    return PartitionMetadata.of(Region.of(region)).dnsSuffix(DUAL_STACK);
  }
}
