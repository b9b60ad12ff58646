package io.credentialbroker.core.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which host is called. A proxy that refuses every tunnel sees the names without any network. */
class StsPlacesTest {
  private static final Credentials KEYS = new Credentials("AKIAIOSFODNN7EXAMPLE", Secret.of("canarySecret"),
      null, null, null, null);

  private final ManualTime time = ManualTime.start();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpStub proxy = new HttpStub(_ -> new HttpStub.Reset());
  private final HttpCalls http = new HttpCalls(executor,
      new EnvironmentProxies(Map.of("HTTPS_PROXY", proxy.uri().toString()), null), time);
  private final StsCalls sts = new StsCalls(http, executor, time, time, _ -> {});

  @AfterEach
  void end() throws IOException {
    proxy.close();
    sts.close();
    http.close();
    executor.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({ "eu-central-1,false,false,sts.eu-central-1.amazonaws.com",
      "us-east-1,false,false,sts.us-east-1.amazonaws.com", "aws-global,false,false,sts.amazonaws.com",
      "us-east-2,true,false,sts-fips.us-east-2.amazonaws.com",
      "us-east-2,true,true,sts-fips.us-east-2.api.aws",
      "eu-central-1,false,true,sts.eu-central-1.api.aws",
      "cn-north-1,false,false,sts.cn-north-1.amazonaws.com.cn",
      "us-gov-west-1,true,false,sts.us-gov-west-1.amazonaws.com",
      "us-iso-east-1,false,false,sts.us-iso-east-1.c2s.ic.gov"})
  void call_withoutOverride_goesToTheRegionsHost(String region, boolean fips, boolean dualStack, String host)
      throws Exception {
    failure(new StsEndpoint(region, null, fips, dualStack));
    assertThat(proxy.next().target()).isEqualTo(host + ":443");
  }

  @Test
  void call_proxyBreaksOff_isUnreachable() {
    assertThat(failure(new StsEndpoint("eu-central-1", null, false, false)).reason())
        .isEqualTo(FailureReason.UNREACHABLE);
  }

  @Test
  void call_withASecondRegionAndNoAnswer_triesThere() throws Exception {
    Failure failure = failure(new StsEndpoint("eu-central-1", null, false, false, "eu-west-1"));
    assertThat(failure.reason()).isEqualTo(FailureReason.UNREACHABLE);
    assertThat(proxy.next().target()).isEqualTo("sts.eu-central-1.amazonaws.com:443");
    assertThat(proxy.next().target()).isEqualTo("sts.eu-west-1.amazonaws.com:443");
  }

  @Test
  void call_unusableRegion_saysSoWithoutCalling() {
    Failure failure = failure(new StsEndpoint("not a region!", null, false, false));
    assertThat(failure.message()).contains("could not be made");
    assertThat(proxy.waiting()).isZero();
  }

  private Failure failure(StsEndpoint endpoint) {
    @Nullable
    Secret noCode = null;
    return Outcomes.failureOf(sts.sessionToken(
        new Recipe.SessionToken(new Recipe.Environment(), Duration.ofHours(1), endpoint), KEYS, noCode));
  }
}
