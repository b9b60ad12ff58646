package io.credentialbroker.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.Recipe.AssumeRole;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StsEndpointsTest {
  private static final String ROLE = """
      [profile r]
      role_arn = arn:aws:iam::123456789012:role/r
      source_profile = base
      """;
  private static final String SERVICES = """
      [services s]
      sts =
        endpoint_url = https://services
      s3 =
        endpoint_url = https://s3
      """;

  @TempDir
  Path home;

  private SharedFilesFixture files;

  @BeforeEach
  void base() {
    files = new SharedFilesFixture(home)
        .credentials(
            "[base]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = s\nregion = sa-east-1\n");
  }

  @Test
  void region_ownBeforeEnvironment_own() {
    files.config(ROLE + "region = eu-west-1\n").variable("AWS_REGION", "us-west-2");
    assertThat(endpoint().region()).isEqualTo("eu-west-1");
    assertThat(files.servable("r").region()).isEqualTo("eu-west-1");
  }

  @Test
  void region_none_environmentThenDefaultProfileThenPartition() {
    files.config(ROLE + "[default]\nregion = eu-west-2\n").variable("AWS_REGION", "us-west-2")
        .variable("AWS_DEFAULT_REGION", "us-west-1");
    assertThat(endpoint().region()).isEqualTo("us-west-2");
    files.environment.remove("AWS_REGION");
    assertThat(endpoint().region()).isEqualTo("us-west-1");
    files.environment.remove("AWS_DEFAULT_REGION");
    assertThat(endpoint().region()).isEqualTo("eu-west-2");
    files.config(ROLE);
    assertThat(endpoint().region()).isEqualTo("us-east-1");
    assertThat(files.servable("r").region()).isNull();
    assertThat(files.servable("r").notes()).anySatisfy(note -> assertThat(note).contains("us-east-1"));
  }

  @ParameterizedTest
  @CsvSource({ "aws-cn, cn-north-1", "aws-us-gov, us-gov-west-1", "aws-iso, us-iso-east-1",
      "aws-iso-b, us-isob-east-1", "aws-eusc, eusc-de-east-1", "aws-new, us-east-1"})
  void region_none_thatOfTheRolesPartition(String partition, String region) {
    files.config(ROLE.replace("arn:aws:", "arn:" + partition + ":"));
    assertThat(endpoint().region()).isEqualTo(region);
  }

  @Test
  void override_allPlaces_inTheSdksOrder() {
    files.config(ROLE + "services = s\nendpoint_url = https://profile\n" + SERVICES)
        .variable("AWS_ENDPOINT_URL_STS", "https://env-sts").variable("AWS_ENDPOINT_URL", "https://env");
    assertThat(endpoint().override()).hasToString("https://env-sts");
    files.environment.remove("AWS_ENDPOINT_URL_STS");
    assertThat(endpoint().override()).hasToString("https://env");
    files.environment.remove("AWS_ENDPOINT_URL");
    assertThat(endpoint().override()).hasToString("https://services");
    files.config(ROLE + "services = s\nendpoint_url = https://profile\n[services s]\nregion = x\n");
    assertThat(endpoint().override()).hasToString("https://profile");
  }

  @Test
  void override_ignoredByVariableOrProfile_none() {
    files.config(ROLE + "endpoint_url = https://profile\nignore_configured_endpoint_urls = true\n")
        .variable("AWS_ENDPOINT_URL_STS", "https://env-sts");
    assertThat(endpoint().override()).isNull();
    files.variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false");
    assertThat(endpoint().override()).hasToString("https://env-sts");
    files.config(ROLE + "endpoint_url = https://profile\n").variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "TRUE");
    assertThat(endpoint().override()).isNull();
  }

  @Test
  void override_ofTheRole_notThatOfItsSource() {
    files.config(ROLE).credentials("""
        [base]
        aws_access_key_id = AKIAEXAMPLE
        aws_secret_access_key = s
        endpoint_url = https://base
        """);
    assertThat(endpoint().override()).isNull();
  }

  @ParameterizedTest
  @CsvSource({ "eu-central-1, aws-global", "us-east-1, aws-global", "eu-south-1, eu-south-1",
      "cn-north-1, cn-north-1"})
  void legacy_region_globalOnlyWhereItEverWas(String region, String expected) {
    files.config(ROLE + "sts_regional_endpoints = legacy\nregion = " + region + "\n");
    assertThat(endpoint().region()).isEqualTo(expected);
  }

  @Test
  void legacy_variableSaysRegional_regional() {
    files.config(ROLE + "sts_regional_endpoints = legacy\nregion = eu-central-1\n")
        .variable("AWS_STS_REGIONAL_ENDPOINTS", "regional");
    assertThat(endpoint().region()).isEqualTo("eu-central-1");
  }

  @ParameterizedTest
  @CsvSource({ "use_fips_endpoint, AWS_USE_FIPS_ENDPOINT",
      "use_dualstack_endpoint, AWS_USE_DUALSTACK_ENDPOINT"})
  void variant_profileOrVariable_setAndRegionalEvenWithLegacy(String key, String variable) {
    files.config(ROLE + key + " = true\nregion = us-east-1\nsts_regional_endpoints = legacy\n");
    StsEndpoint written = endpoint();
    assertThat(written.fips()).isEqualTo(key.equals("use_fips_endpoint"));
    assertThat(written.dualStack()).isNotEqualTo(written.fips());
    assertThat(written.region()).isEqualTo("us-east-1");
    files.variable(variable, "false");
    assertThat(endpoint().fips() || endpoint().dualStack()).isFalse();
  }

  private StsEndpoint endpoint() {
    return ((AssumeRole) files.recipe("r")).endpoint();
  }
}
