package io.credentialbroker.sandbox.world;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine with a metadata service.
 *
 * @param roleArn the role of its instance profile; null for none
 * @param region e.g. {@code eu-central-1}; its zone is the one with an {@code a}
 * @param lifetime of the credentials it serves; they change when half of it has gone by
 * @param hopLimit how far the answer to a token request travels
 * @param hops how far away the callers are: 1 on the machine, 2 in a container on it
 */
public record Instance(@Nullable String roleArn, String region, Duration lifetime, int hopLimit, int hops) {

  /** A machine whose callers are on it, with credentials of six hours. */
  public static Instance of(@Nullable String roleArn, String region) {
    return new Instance(roleArn, region, Duration.ofHours(6), 1, 1);
  }

  public Instance withHops(int limit, int distance) {
    return new Instance(roleArn, region, lifetime, limit, distance);
  }

  public Instance withLifetime(Duration wanted) {
    return new Instance(roleArn, region, wanted, hopLimit, hops);
  }

  public String zone() {
    return region + "a";
  }
}
