package io.credentialbroker.core.profile;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the STS call of a recipe step goes.
 *
 * @param region the signing region, e.g. {@code eu-central-1}; {@code aws-global} for the legacy endpoint
 * @param override an explicit endpoint, in the SDKs' order of precedence; absent for the SDK's own choice
 * @param fips whether the FIPS endpoint was asked for
 * @param dualStack whether the dual-stack endpoint was asked for
 * @param secondRegion tried when the first region's endpoint does not answer; absent for none
 */
public record StsEndpoint(String region, @Nullable URI override, boolean fips, boolean dualStack,
    @Nullable String secondRegion) {

  /** Without a second region. */
  public StsEndpoint(String region, @Nullable URI override, boolean fips, boolean dualStack) {
    this(region, override, fips, dualStack, null);
  }
}
