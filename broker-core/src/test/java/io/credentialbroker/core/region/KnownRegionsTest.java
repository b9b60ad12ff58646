package io.credentialbroker.core.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownRegionsTest {
  @ParameterizedTest
  @CsvSource({ "eu-central-1, us-east-1", "us-east-1, us-west-2", "no-where-at-all, us-east-1"})
  void another_regionOfAws_isOneThatEveryAccountHas(String than, String other) {
    assertThat(KnownRegions.another(than)).contains(other);
  }

  @ParameterizedTest
  @ValueSource(strings = { "cn-north-1", "cn-northwest-1"})
  void another_regionOfOtherPartition_staysInIt(String than) {
    assertThat(KnownRegions.another(than)).get().isIn(Set.of("cn-north-1", "cn-northwest-1"))
        .isNotEqualTo(than);
  }

  @Test
  void another_onlyRegionOfItsPartition_isNone() {
    assertThat(KnownRegions.another("eusc-de-east-1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({ "eu-central-1, us-gov-west-1", "us-gov-east-1, us-east-1", "cn-north-1, us-east-1",
      "us-iso-east-1, us-east-1"})
  void elsewhere_region_isOneOfAnotherPartition(String than, String other) {
    assertThat(KnownRegions.elsewhere(than)).isEqualTo(other);
  }

  @Test
  void nearest_mistypedRegion_isTheOneMeant() {
    assertThat(KnownRegions.nearest("eu-centrl-1")).contains("eu-central-1");
    assertThat(KnownRegions.nearest("EU-Central-1")).contains("eu-central-1");
    assertThat(KnownRegions.nearest("mars")).isEmpty();
  }
}
