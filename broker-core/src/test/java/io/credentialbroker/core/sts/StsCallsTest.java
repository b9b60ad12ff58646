package io.credentialbroker.core.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.aws.ClockSkew;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.HttpStub.Reply;
import io.credentialbroker.core.fixtures.HttpStub.Request;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.SessionPolicy;
import io.credentialbroker.core.profile.SessionTag;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.profile.TokenSource;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes out for each call, and what comes back. */
class StsCallsTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/deploy";
  private static final String SESSION_ARN = "arn:aws:sts::123456789012:assumed-role/deploy/alice@host";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Recipe BASE = new Recipe.Environment();
  private static final Credentials LONG_TERM = new Credentials("AKIAIOSFODNN7EXAMPLE",
      Secret.of("canaryBaseSecret"), null, null, "123456789012", null);
  private static final Credentials TEMPORARY = new Credentials("ASIABASE", Secret.of("canaryBaseSecret"),
      Secret.of("canaryBaseToken"), Instant.MAX, "123456789012", SESSION_ARN);

  private final ManualTime time = ManualTime.start();
  private final Instant expiration = time.instant().plus(HOUR);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ClockSkew> skews = new CopyOnWriteArrayList<>();
  private final HttpCalls http = new HttpCalls(executor, new EnvironmentProxies(Map.of(), null), time);
  private final StsCalls sts = new StsCalls(http, executor, time, time, skews::add);
  private Reply reply = StsXml.credentials("AssumeRole", expiration, StsXml.assumedRole(SESSION_ARN));
  private final HttpStub stub = new HttpStub(_ -> reply);
  private final StsEndpoint endpoint = new StsEndpoint("eu-central-1", stub.uri(), false, false);

  @AfterEach
  void end() throws IOException {
    stub.close();
    sts.close();
    http.close();
    executor.shutdownNow();
  }

  @Test
  void assumeRole_plainOptions_answersCredentialsWithArnAndAccount() throws Exception {
    Credentials got = Outcomes.of(sts.assumeRole(assumeRole(plain()), LONG_TERM, null));
    assertThat(got).isEqualTo(new Credentials(StsXml.KEY, Secret.of(StsXml.CANARY_SECRET),
        Secret.of(StsXml.CANARY_TOKEN), expiration, "123456789012", SESSION_ARN));
    Request request = stub.next();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.form()).containsOnly(Map.entry("Action", "AssumeRole"),
        Map.entry("Version", "2011-06-15"), Map.entry("RoleArn", ROLE),
        Map.entry("RoleSessionName", "alice@host"), Map.entry("DurationSeconds", "3600"));
  }

  /** All that leaves goes by the stub, which is the proxy. */
  @Test
  void makeReady_beforeAnyCall_callsNobody() throws Exception {
    var through = new EnvironmentProxies(Map.of("HTTPS_PROXY", stub.uri().toString()), null);
    try (var proxied = new HttpCalls(executor, through, time);
        var calls = new StsCalls(proxied, executor, time, time, skews::add)) {
      calls.makeReady();
      assertThat(stub.waiting()).isZero();

      reply = new HttpStub.Reset();
      Outcomes.errorOf(
          calls.callerIdentity(TEMPORARY, new StsEndpoint("eu-central-1", null, false, false)));
      assertThat(stub.next().method()).isEqualTo("CONNECT");
    }
  }

  @Test
  void assumeRole_everyOption_isSent() throws Exception {
    var options = new AssumeRoleOptions("alice@host", Duration.ofMinutes(15), "ext:42",
        new MfaDevice("arn:aws:iam::123456789012:mfa/alice", MfaDevice.Mode.ROLE), "alice",
        List.of(new SessionTag("team", "blue"), new SessionTag("Cost", "")), List.of("team"),
        new SessionPolicy("{\"Version\":\"2012-10-17\"}", List.of("arn:aws:iam::aws:policy/ReadOnlyAccess")));
    reply = StsXml.credentials("AssumeRole", time.instant().plus(Duration.ofMinutes(15)), "");
    Outcomes.of(sts.assumeRole(assumeRole(options), LONG_TERM, Secret.of("123456")));
    assertThat(stub.next().form()).containsAllEntriesOf(Map.ofEntries(
        Map.entry("ExternalId", "ext:42"), Map.entry("DurationSeconds", "900"),
        Map.entry("SerialNumber", "arn:aws:iam::123456789012:mfa/alice"), Map.entry("TokenCode", "123456"),
        Map.entry("SourceIdentity", "alice"), Map.entry("Tags.member.1.Key", "Cost"),
        Map.entry("Tags.member.1.Value", ""), Map.entry("Tags.member.2.Key", "team"),
        Map.entry("Tags.member.2.Value", "blue"), Map.entry("TransitiveTagKeys.member.1", "team"),
        Map.entry("Policy", "{\"Version\":\"2012-10-17\"}"),
        Map.entry("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/ReadOnlyAccess")));
  }

  @Test
  void assumeRole_temporaryCaller_signsWithItsTokenForTheRegion() throws Exception {
    Outcomes.of(sts.assumeRole(assumeRole(plain()), TEMPORARY, null));
    Request request = stub.next();
    assertThat(request.headers().get("authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=ASIABASE/")
        .contains("/eu-central-1/sts/aws4_request", "SignedHeaders=", "host");
    assertThat(request.headers()).containsEntry("x-amz-security-token", "canaryBaseToken")
        .containsEntry("host", stub.uri().getAuthority());
  }

  @Test
  void assumeRole_globalEndpointBehindAnOverride_signsForUsEast1() throws Exception {
    var global = new StsEndpoint("aws-global", stub.uri(), false, false);
    Outcomes.of(sts.assumeRole(new Recipe.AssumeRole(BASE, ROLE, plain(), global), LONG_TERM, null));
    assertThat(stub.next().headers().get("authorization")).contains("/us-east-1/sts/aws4_request");
  }

  @Test
  void assumeRole_fipsAndDualStackBehindAnOverride_goToTheOverride() throws Exception {
    var both = new StsEndpoint("us-east-2", stub.uri(), true, true);
    Outcomes.of(sts.assumeRole(new Recipe.AssumeRole(BASE, ROLE, plain(), both), LONG_TERM, null));
    assertThat(stub.next().headers().get("authorization")).contains("/us-east-2/sts/aws4_request");
  }

  @Test
  void sessionToken_withoutMfa_keepsTheAccountOfTheKeys() throws Exception {
    reply = StsXml.credentials("GetSessionToken", time.instant().plus(Duration.ofHours(12)), "");
    var step = new Recipe.SessionToken(BASE, Duration.ofHours(12), endpoint);
    Credentials got = Outcomes.of(sts.sessionToken(step, LONG_TERM, null));
    assertThat(got.accountId()).isEqualTo("123456789012");
    assertThat(got.arn()).isNull();
    assertThat(stub.next().form()).containsOnly(Map.entry("Action", "GetSessionToken"),
        Map.entry("Version", "2011-06-15"), Map.entry("DurationSeconds", "43200"));
  }

  @Test
  void sessionToken_withMfa_sendsSerialAndCode() throws Exception {
    reply = StsXml.credentials("GetSessionToken", expiration, "");
    var step = new Recipe.SessionToken(BASE, new MfaDevice("GAHT12345678", MfaDevice.Mode.SESSION), HOUR,
        endpoint);
    Outcomes.of(sts.sessionToken(step, LONG_TERM, Secret.of("000000")));
    assertThat(stub.next().form()).containsEntry("SerialNumber", "GAHT12345678")
        .containsEntry("TokenCode", "000000");
  }

  @Test
  void federationToken_withPolicyAndTags_answersTheFederatedUser() throws Exception {
    String arn = "arn:aws:sts::123456789012:federated-user/bob";
    reply = StsXml.credentials("GetFederationToken", expiration,
        "<FederatedUser><Arn>" + arn + "</Arn><FederatedUserId>1:bob</FederatedUserId></FederatedUser>");
    var step = new Recipe.FederationToken(BASE, "bob", HOUR,
        new SessionPolicy("{}", List.of("arn:aws:iam::aws:policy/X")), List.of(new SessionTag("k", "v")),
        endpoint);
    assertThat(Outcomes.of(sts.federationToken(step, LONG_TERM)).arn()).isEqualTo(arn);
    assertThat(stub.next().form()).containsAllEntriesOf(Map.of("Name", "bob", "Policy", "{}",
        "PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/X", "Tags.member.1.Key", "k",
        "Tags.member.1.Value", "v", "DurationSeconds", "3600"));
  }

  @Test
  void webIdentity_isSentUnsigned() throws Exception {
    reply = StsXml.credentials("AssumeRoleWithWebIdentity", expiration, StsXml.assumedRole(SESSION_ARN));
    var step = new Recipe.WebIdentity(new TokenSource.File(Path.of("/t")), ROLE, "alice", HOUR,
        new SessionPolicy("{}", List.of("arn:aws:iam::aws:policy/X")), endpoint);
    assertThat(Outcomes.of(sts.webIdentity(step, Secret.of("canary.web.token"))).arn())
        .isEqualTo(SESSION_ARN);
    Request request = stub.next();
    assertThat(request.headers()).doesNotContainKeys("authorization", "x-amz-security-token");
    assertThat(request.form()).containsAllEntriesOf(Map.of("Action", "AssumeRoleWithWebIdentity",
        "WebIdentityToken", "canary.web.token", "RoleSessionName", "alice", "Policy", "{}",
        "PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/X"));
  }

  @Test
  void saml_isSentUnsignedWithTheRoleAndProviderOfTheAssertion() throws Exception {
    reply = StsXml.credentials("AssumeRoleWithSAML", expiration, StsXml.assumedRole(SESSION_ARN));
    var step = new Recipe.Saml(new TokenSource.File(Path.of("/t")), null, null, null, SessionPolicy.NONE,
        endpoint);
    var assertion = new SamlAssertion(Secret.of("PHNhbWw+"), ROLE, "arn:aws:iam::1:saml-provider/p", null);
    assertThat(Outcomes.of(sts.saml(step, assertion)).accountId()).isEqualTo("123456789012");
    Request request = stub.next();
    assertThat(request.headers()).doesNotContainKey("authorization");
    assertThat(request.form()).containsOnly(Map.entry("Action", "AssumeRoleWithSAML"),
        Map.entry("Version", "2011-06-15"), Map.entry("SAMLAssertion", "PHNhbWw+"),
        Map.entry("RoleArn", ROLE), Map.entry("PrincipalArn", "arn:aws:iam::1:saml-provider/p"));
  }

  @Test
  void saml_withADuration_sendsIt() throws Exception {
    reply = StsXml.credentials("AssumeRoleWithSAML", expiration, "");
    var step = new Recipe.Saml(new TokenSource.File(Path.of("/t")), null, null, null,
        new SessionPolicy("{}", List.of("arn:aws:iam::aws:policy/X")), endpoint);
    Outcomes.of(sts.saml(step, new SamlAssertion(Secret.of("x"), ROLE, "p", HOUR)));
    assertThat(stub.next().form()).containsAllEntriesOf(Map.of("DurationSeconds", "3600", "Policy", "{}",
        "PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/X"));
  }

  @Test
  void callerIdentity_ofTemporaryCredentials_tellsWho() throws Exception {
    reply = StsXml.ok("GetCallerIdentity",
        "<Arn>" + SESSION_ARN + "</Arn><UserId>AROA:alice</UserId><Account>123456789012</Account>");
    assertThat(Outcomes.of(sts.callerIdentity(TEMPORARY, endpoint)))
        .isEqualTo(new CallerIdentity("123456789012", SESSION_ARN, "AROA:alice"));
    assertThat(stub.next().form()).containsEntry("Action", "GetCallerIdentity");
  }

  @Test
  void call_anAnswerWithADate_tellsTheSkew() {
    reply = new HttpStub.Answer(200, List.of(StsXml.date(time.instant().plusSeconds(90))),
        ((HttpStub.Answer) reply).body());
    Outcomes.of(sts.assumeRole(assumeRole(plain()), LONG_TERM, null));
    assertThat(skews).containsExactly(new ClockSkew("127.0.0.1", time.instant(), Duration.ofSeconds(90)));
  }

  @Test
  void call_twiceAtOnePlace_usesOneConnectionPool() throws Exception {
    Outcomes.of(sts.assumeRole(assumeRole(plain()), LONG_TERM, null));
    Outcomes.of(sts.assumeRole(assumeRole(plain()), TEMPORARY, null));
    assertThat(stub.next().headers().get("authorization")).contains("AKIAIOSFODNN7EXAMPLE");
    assertThat(stub.next().headers().get("authorization")).contains("ASIABASE");
  }

  private static AssumeRoleOptions plain() {
    return new AssumeRoleOptions("alice@host", HOUR, null);
  }

  private Recipe.AssumeRole assumeRole(AssumeRoleOptions options) {
    return new Recipe.AssumeRole(BASE, ROLE, options, endpoint);
  }
}
