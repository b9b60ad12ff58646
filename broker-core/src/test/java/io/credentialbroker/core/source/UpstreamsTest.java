package io.credentialbroker.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.Recipe;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpstreamsTest {
  private static final Recipe SSO = new Recipe.Sso("s", "https://x", "cn-north-1", "1", "r");

  @Test
  void of_containerEndpoint_isTheOriginThatTheVariablesName() {
    assertThat(new Upstreams(Map.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/x"))
        .of(new Recipe.ContainerEndpoint())).isEqualTo("http://169.254.170.2");
    assertThat(new Upstreams(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:99/get"))
        .of(new Recipe.ContainerEndpoint())).isEqualTo("http://127.0.0.1:99");
    assertThat(new Upstreams(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/get"))
        .of(new Recipe.ContainerEndpoint())).isEqualTo("container endpoint");
  }

  @Test
  void of_signIn_isTheServiceOfTheRegionOrItsOverride() {
    assertThat(new Upstreams(Map.of()).of(SSO)).isEqualTo("https://portal.sso.cn-north-1.amazonaws.com.cn");
    assertThat(new Upstreams(Map.of("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:7/p")).of(SSO))
        .isEqualTo("http://127.0.0.1:7");
  }
}
