package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.world.AccessKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class SignatureTest {
  private final Rig rig = new Rig();

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void getCallerIdentity_userKeys_namesTheUser() {
    GetCallerIdentityResponse identity = rig.alice().getCallerIdentity();

    assertThat(identity.arn()).isEqualTo(Rig.ALICE);
    assertThat(identity.account()).isEqualTo(Rig.ACCOUNT);
    assertThat(identity.userId()).matches("AIDA[A-Z2-7]{17}");
    assertThat(identity.responseMetadata().requestId()).matches("[0-9a-f-]{36}");
  }

  @Test
  void getCallerIdentity_wrongSecret_doesNotMatch() {
    var key = new AccessKey(Rig.ALICE_KEY.id(), "another secret");

    Rig.assertRefused(() -> StsClients.of(rig.sandbox.endpoint(), key, rig.clock).getCallerIdentity(), 403,
        "SignatureDoesNotMatch", "The request signature we calculated does not match");
  }

  @Test
  void getCallerIdentity_unknownKey_isInvalid() {
    var key = new AccessKey("AKIANOBODY0000000000", "a secret");

    Rig.assertRefused(() -> StsClients.of(rig.sandbox.endpoint(), key, rig.clock).getCallerIdentity(), 403,
        "InvalidClientTokenId", "The security token included in the request is invalid");
  }

  @Test
  void getCallerIdentity_clockAtTheEdge_isAccepted() {
    var sts = rig.alice();

    rig.sandbox.clock().setOffset(Duration.ofMinutes(5));
    assertThat(sts.getCallerIdentity().arn()).isEqualTo(Rig.ALICE);
    rig.sandbox.clock().setOffset(Duration.ofMinutes(-5));
    assertThat(sts.getCallerIdentity().arn()).isEqualTo(Rig.ALICE);
  }

  @Test
  void getCallerIdentity_clockSlow_saysByHowMuch() {
    rig.sandbox.clock().setOffset(Duration.ofSeconds(301));

    Rig.assertRefused(() -> rig.alice().getCallerIdentity(), 403, "SignatureDoesNotMatch",
        "Signature expired: 20260101T120000Z is now earlier than 20260101T120001Z (20260101T120501Z - 5 min.)");
  }

  @Test
  void getCallerIdentity_clockFast_saysByHowMuch() {
    rig.sandbox.clock().setOffset(Duration.ofSeconds(-301));

    Rig.assertRefused(() -> rig.alice().getCallerIdentity(), 403, "SignatureDoesNotMatch",
        "Signature not yet current: 20260101T120000Z is still later than 20260101T115959Z");
  }

  @Test
  void getCallerIdentity_sessionKeys_namesTheSessionWithoutTheRolesPath() {
    GetCallerIdentityResponse identity = rig.as(rig.assume(Rig.ROLE)).getCallerIdentity();

    assertThat(identity.arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/deploy/test");
    assertThat(identity.userId()).matches("AROA[A-Z2-7]{17}:test");
  }

  @Test
  void getCallerIdentity_sessionOneSecondBeforeItsEnd_isAcceptedAndThenExpired() {
    Credentials session = rig.assume(Rig.ROLE);

    rig.clock.advance(Duration.ofSeconds(3599));
    assertThat(rig.as(session).getCallerIdentity().account()).isEqualTo(Rig.ACCOUNT);
    rig.clock.advance(Duration.ofSeconds(1));
    Rig.assertRefused(() -> rig.as(session).getCallerIdentity(), 403, "ExpiredToken",
        "The security token included in the request is expired");
  }

  @Test
  void getCallerIdentity_sessionKeysWithoutTheirToken_isInvalid() {
    Credentials session = rig.assume(Rig.ROLE);
    var bare = AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());

    Rig.assertRefused(() -> StsClients.of(rig.sandbox.endpoint(), bare, rig.clock).getCallerIdentity(), 403,
        "InvalidClientTokenId", "invalid");
  }

  @Test
  void getCallerIdentity_anothersToken_isInvalid() {
    Credentials one = rig.assume(Rig.ROLE);
    Credentials two = rig.assume(Rig.ROLE);
    var mixed = AwsSessionCredentials.create(one.accessKeyId(), one.secretAccessKey(), two.sessionToken());

    Rig.assertRefused(() -> StsClients.of(rig.sandbox.endpoint(), mixed, rig.clock).getCallerIdentity(), 403,
        "InvalidClientTokenId", "invalid");
  }

  @Test
  void getCallerIdentity_disabledRegion_saysSo() {
    rig.sandbox.world().disableRegion(Rig.ACCOUNT, "eu-south-2");
    var alice = AwsBasicCredentials.create(Rig.ALICE_KEY.id(), Rig.ALICE_KEY.secret());
    var there = StsClients.client(rig.sandbox.endpoint(), alice, rig.clock, Region.of("eu-south-2"));

    Rig.assertRefused(there::getCallerIdentity, 403, "RegionDisabledException",
        "STS is not activated in this region for account:123456789012");
    assertThat(rig.alice().getCallerIdentity().account()).isEqualTo(Rig.ACCOUNT);
  }

  @Test
  void request_unsigned_isRefusedAsXml() throws Exception {
    HttpResponse<String> answer = post("Action=GetCallerIdentity&Version=2011-06-15");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>MissingAuthenticationToken</Code>",
        "xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"", "<Type>Sender</Type>");
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/xml");
    assertThat(answer.headers().firstValue("x-amzn-requestid")).isPresent();
    assertThat(answer.headers().firstValue("date")).hasValue("Thu, 01 Jan 2026 12:00:00 GMT");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Basic YTpi",
      "AWS4-HMAC-SHA256 nonsense",
      "AWS4-HMAC-SHA256 Credential=AKIAALICE00000000000/20260101/us-east-1/sts/aws4_request, SignedHeaders=host",
      "AWS4-HMAC-SHA256 Credential=AKIAALICE00000000000/sts, SignedHeaders=host, Signature=00",
      "AWS4-HMAC-SHA256 Credential=AKIAALICE00000000000/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=00"})
  void request_brokenAuthorization_isIncomplete(String header) throws Exception {
    HttpResponse<String> answer = post("Action=GetCallerIdentity&Version=2011-06-15", "Authorization",
        header);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>IncompleteSignature</Code>").doesNotContain("Signature=00");
  }

  @Test
  void request_scopedToAnotherService_isRefused() throws Exception {
    HttpResponse<String> answer = post("Action=GetCallerIdentity&Version=2011-06-15", "X-Amz-Date",
        "20260101T120000Z", "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIAALICE00000000000/20260101/us-east-1/s3/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature=00");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Credential should be scoped to correct service: 'sts'");
  }

  @ParameterizedTest
  @ValueSource(strings = { "Action=Nonsense&Version=2011-06-15", "Action=GetCallerIdentity",
      "Version=2011-06-15", "%zz"})
  void request_noSuchAction_isRefused(String form) throws Exception {
    assertThat(post(form).statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> post(String form, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(rig.sandbox.endpoint() + "/"))
        .POST(HttpRequest.BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
