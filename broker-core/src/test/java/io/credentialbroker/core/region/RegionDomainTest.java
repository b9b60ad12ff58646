package io.credentialbroker.core.region;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionDomainTest {
  @ParameterizedTest
  @CsvSource({ "eu-central-1, amazonaws.com, api.aws",
      "cn-north-1, amazonaws.com.cn, api.amazonwebservices.com.cn",
      "us-gov-west-1, amazonaws.com, api.aws", "eu-nowhere-7, amazonaws.com, api.aws"})
  void of_region_isTheDomainOfItsPartition(String region, String domain, String dualStack) {
    assertThat(RegionDomain.of(region)).isEqualTo(domain);
    assertThat(RegionDomain.dualStackOf(region)).isEqualTo(dualStack);
  }
}
