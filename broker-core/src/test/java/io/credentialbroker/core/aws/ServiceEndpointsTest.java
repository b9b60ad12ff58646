package io.credentialbroker.core.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceEndpointsTest {
  private static final String ALL = "AWS_ENDPOINT_URL";
  private static final String SSO = "AWS_ENDPOINT_URL_SSO";

  @Test
  void override_ofTheService_winsOverThatOfAll() {
    assertThat(ServiceEndpoints.override(Map.of(ALL, "http://all", SSO, "http://sso"), "SSO"))
        .isEqualTo(URI.create("http://sso"));
    assertThat(ServiceEndpoints.override(Map.of(ALL, "http://all"), "SSO"))
        .isEqualTo(URI.create("http://all"));
  }

  @Test
  void override_ignoredUnsetOrUnreadable_isNone() {
    assertThat(ServiceEndpoints.override(Map.of(), "SSO")).isNull();
    assertThat(ServiceEndpoints.override(Map.of(SSO, " "), "SSO")).isNull();
    assertThat(ServiceEndpoints.override(Map.of(SSO, "http://a b"), "SSO")).isNull();
    assertThat(ServiceEndpoints.override(
        Map.of(SSO, "http://sso", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True"), "SSO")).isNull();
  }
}
