package io.credentialbroker.client.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.credentialbroker.client.FakeBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

final class BrokerCredentialsProviderTest {
  private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
  private static final String PATH = "GET /v1/credentials/deploy";

  @TempDir
  private Path folder;

  private final SetClock clock = new SetClock();
  private FakeBroker broker;
  private BrokerCredentialsProvider provider;

  @BeforeEach
  void listen() throws IOException {
    broker = FakeBroker.at(folder.resolve("broker.sock"));
    provider = BrokerCredentialsProvider.builder("deploy").socket(broker.socket()).clock(clock).build();
  }

  @AfterEach
  void close() throws IOException {
    provider.close();
    broker.close();
  }

  @Test
  void resolveCredentials_servedByTheDaemon_haveAllTheirParts() {
    broker.on(PATH, 200, json("ASIA1", START.plusSeconds(3600)));

    var session = (AwsSessionCredentials) provider.resolveCredentials();

    assertThat(session.accessKeyId()).isEqualTo("ASIA1");
    assertThat(session.secretAccessKey()).isEqualTo("canary-secret");
    assertThat(session.sessionToken()).isEqualTo("canary-token");
    assertThat(session.accountId()).contains("123456789012");
    assertThat(session.expirationTime()).contains(START.plusSeconds(3600));
  }

  @Test
  void resolveCredentials_beforeItsTime_asksOnlyOnce() {
    broker.on(PATH, 200, json("ASIA1", START.plusSeconds(3600)));

    provider.resolveCredentials();
    clock.advance(Duration.ofMinutes(30));
    provider.resolveCredentials();

    assertThat(broker.requests()).hasSize(1);
  }

  /** When exactly it asks between 45 and 58 minutes is drawn by lot, so that not all clients come at once. */
  @Test
  void resolveCredentials_twoMinutesLeft_takesTheNewOnes() {
    broker.on(PATH, 200, json("ASIA1", START.plusSeconds(3600))).on(PATH, 200,
        json("ASIA2", START.plusSeconds(7200)));

    provider.resolveCredentials();
    clock.advance(Duration.ofMinutes(58));

    assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("ASIA2");
  }

  @Test
  void resolveCredentials_aQuarterOfAnHourLeft_isTheEarliestToAskAgain() {
    broker.on(PATH, 200, json("ASIA1", START.plusSeconds(3600))).on(PATH, 200,
        json("ASIA2", START.plusSeconds(7200)));

    provider.resolveCredentials();
    clock.advance(Duration.ofMinutes(45).minusSeconds(1));

    assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("ASIA1");
  }

  @Test
  void resolveCredentials_daemonGoneWhileTheyLast_keepsThem() throws IOException {
    broker.on(PATH, 200, json("ASIA1", START.plusSeconds(3600)));

    provider.resolveCredentials();
    broker.close();
    clock.advance(Duration.ofMinutes(50));

    assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("ASIA1");
  }

  @Test
  void resolveCredentials_daemonGoneAndExpired_throwsInsteadOfServingThem() throws IOException {
    broker.on(PATH, 200, json("ASIA1", START.plusSeconds(3600)));

    provider.resolveCredentials();
    broker.close();
    clock.advance(Duration.ofMinutes(61));

    assertThat(failure()).hasMessageContaining("no brokerd is running").hasMessageContaining("'deploy'");
  }

  @Test
  void resolveCredentials_refused_saysWhyInTheDaemonsWords() {
    broker.on(PATH, 400,
        "{\"code\":\"BadConfiguration\",\"message\":\"~/.aws/config [deploy]: no source. Add one.\","
            + "\"remedy\":\"Add one.\"}");

    assertThat(failure())
        .hasMessage(
            "No credentials of profile 'deploy' from the broker: ~/.aws/config [deploy]: no source. (Add one.)");
  }

  @Test
  void resolveCredentials_garbledAnswer_throwsWithoutItsText() {
    broker.on(PATH, 200, "{\"Code\":\"Success\",\"SecretAccessKey\":\"canary-secret\",,,");

    assertThat(failure()).hasMessageNotContaining("canary").hasNoCause();
  }

  @Test
  void toString_afterAFetch_showsTheProfileAndNoSecret() {
    broker.on(PATH, 200, json("ASIA1", START.plusSeconds(3600)));

    assertThat(provider.resolveCredentials()).asString().doesNotContain("canary");
    assertThat(provider).hasToString("BrokerCredentialsProvider(deploy)");
  }

  @Test
  void resolveIdentity_asTheSdkCallsIt_isTheSame() {
    broker.on(PATH, 200, json("ASIA1", START.plusSeconds(3600)));

    assertThat(provider.resolveIdentity().join().accessKeyId()).isEqualTo("ASIA1");
  }

  @Test
  void async_asked_asksOnTheExecutorOnly() {
    broker.on(PATH, 200, json("ASIA1", START.plusSeconds(3600)));
    var queue = new ArrayDeque<Runnable>();

    var identity = provider.async(queue::add).resolveIdentity();

    assertThat(identity).isNotDone();
    assertThat(broker.requests()).isEmpty();
    queue.remove().run();
    assertThat(identity.join().accessKeyId()).isEqualTo("ASIA1");
  }

  @Test
  void async_refused_failsTheFuture() {
    broker.on(PATH, 403, "{\"code\":\"AccessDenied\",\"message\":\"No.\"}");

    var identity = provider.async(Runnable::run).resolveIdentity();

    assertThat(identity).isCompletedExceptionally();
    assertThat(identity.handle((value, thrown) -> thrown).join()).hasMessageContaining("No.");
  }

  /** What an application does with it, down to the signature; S3 stands for any service. */
  @Test
  void example_application_signsWithTheServedSession() {
    broker.on(PATH, 200, json("ASIA1", START.plusSeconds(3600)));
    var request = SdkHttpRequest.builder().method(SdkHttpMethod.GET)
        .uri(URI.create("https://s3.example.com/a"))
        .build();

    SignedRequest signed = AwsV4HttpSigner.create()
        .sign(sign -> sign.identity(provider.resolveIdentity().join())
            .request(request).putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1"));

    assertThat(signed.request().firstMatchingHeader("Authorization").orElseThrow())
        .contains("Credential=ASIA1/").contains("/eu-central-1/s3/aws4_request");
    assertThat(signed.request().firstMatchingHeader("X-Amz-Security-Token")).contains("canary-token");
  }

  private SdkClientException failure() {
    var failure = catchThrowableOfType(SdkClientException.class, provider::resolveCredentials);
    assertThat(failure).isNotNull();
    return failure;
  }

  private static String json(String key, Instant expiration) {
    return """
        {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"%s","SecretAccessKey":"canary-secret",
        "Token":"canary-token","Expiration":"%s","AccountId":"123456789012"}""".formatted(key, expiration);
  }

  /** A clock that stands still until it is moved. */
  private static final class SetClock extends Clock {
    private Instant now = START;

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
