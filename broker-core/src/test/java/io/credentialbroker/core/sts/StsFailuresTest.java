package io.credentialbroker.core.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.HttpStub.Answer;
import io.credentialbroker.core.fixtures.HttpStub.Raw;
import io.credentialbroker.core.fixtures.HttpStub.Reply;
import io.credentialbroker.core.fixtures.ManualTime;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.SessionPolicy;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.profile.TokenSource;
import io.credentialbroker.core.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that an STS can do to us other than answering well. */
class StsFailuresTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/deploy";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Credentials CALLER = new Credentials("ASIABASE", Secret.of("canaryBaseSecret"),
      Secret.of("canaryBaseToken"), Instant.MAX, null, null);
  private static final Secret CODE = Secret.of("424242");

  private final ManualTime time = ManualTime.start();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpCalls http = new HttpCalls(executor, new EnvironmentProxies(Map.of(), null), time);
  private final StsCalls sts = new StsCalls(http, executor, time, time, _ -> {});
  private Reply reply = new HttpStub.Silence();
  private final HttpStub stub = new HttpStub(_ -> reply);

  @AfterEach
  void end() throws IOException {
    stub.close();
    sts.close();
    http.close();
    executor.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({ "AccessDenied,403,ACCESS_DENIED", "ExpiredToken,403,EXPIRED_INPUT",
      "ExpiredTokenException,400,EXPIRED_INPUT", "InvalidClientTokenId,403,INVALID_KEY",
      "SignatureDoesNotMatch,403,SIGNATURE_MISMATCH", "ValidationError,400,INVALID_PARAMETER",
      "MalformedPolicyDocument,400,POLICY_REFUSED", "PackedPolicyTooLarge,400,POLICY_REFUSED",
      "RegionDisabledException,403,REGION_DISABLED", "IDPRejectedClaim,403,IDENTITY_REJECTED",
      "InvalidIdentityToken,400,IDENTITY_REJECTED",
      "IDPCommunicationError,400,IDENTITY_PROVIDER_UNREACHABLE", "Throttling,400,THROTTLED",
      "ThrottlingException,400,THROTTLED", "InternalFailure,500,UPSTREAM_ERROR",
      "ServiceUnavailable,503,UPSTREAM_ERROR", "RequestTimeout,408,UNREACHABLE",
      "SomethingNew,400,INVALID_PARAMETER"})
  void error_eachCode_hasItsReasonAndKeepsTheCode(String code, int status, FailureReason reason) {
    reply = StsXml.error(status, code, "in words");
    Failure failure = failure();
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.upstreamCode()).isEqualTo(code);
    assertThat(failure.step()).isEqualTo("AssumeRole " + ROLE);
    assertThat(failure.message()).endsWith(".").hasSizeLessThan(600);
    assertThat(failure.remedy()).isNotBlank();
    assertThat(stub.waiting()).as("calls: the SDK retries nothing").isEqualTo(1);
  }

  private String named() {
    return "STS at " + endpoint().override();
  }

  @Test
  void error_accessDenied_quotesWhoAndWhat() {
    String said = "User: arn:aws:iam::111122223333:user/a-rather-long-user-Name-0123456789-0123456789 is not "
        + "authorized to perform: sts:AssumeRole on resource: " + ROLE;
    reply = StsXml.error(403, "AccessDenied", said);
    assertThat(failure().message()).isEqualTo(named() + " said: " + said + ".");
  }

  @Test
  void error_quotesTheCallersSecrets_areMasked() {
    reply = StsXml.error(400, "ValidationError", "1 validation error: Value '" + CODE.reveal()
        + "' at 'tokenCode' failed; token canaryBaseToken; secret canaryBaseSecret; at 'x'");
    assertThat(failure().message()).contains("The value at 'tokenCode'").doesNotContain("424242", "canary");
  }

  @Test
  void error_quotesAWebIdentityToken_isMasked() {
    var token = Secret.of("eyJcanary.eyJcanary.canary");
    reply = StsXml.error(400, "InvalidIdentityToken", "The token eyJcanary.eyJcanary.canary is bad");
    var step = new Recipe.WebIdentity(new TokenSource.File(Path.of("/t")), ROLE, "alice", HOUR,
        SessionPolicy.NONE, endpoint());
    Failure failure = Outcomes.failureOf(sts.webIdentity(step, token));
    assertThat(failure.message()).isEqualTo(named() + " said: The token [secret] is bad.");
  }

  @Test
  void error_signatureMismatch_neverQuotesTheCanonicalRequest() {
    reply = StsXml.error(403, "SignatureDoesNotMatch", "The Canonical String was 'POST canaryBaseToken'");
    assertThat(failure().message()).isEqualTo(named() + " refused the signature.");
  }

  @ParameterizedTest
  @CsvSource({ "600,10 minutes behind", "-600,10 minutes ahead of", "301,5 minutes behind"})
  void error_signatureMismatchAndClockOff_namesTheClock(long ahead, String words) {
    reply = StsXml.error(403, "SignatureDoesNotMatch", "Signature expired",
        StsXml.date(time.instant().plusSeconds(ahead)));
    assertThat(failure().message()).contains(words);
    assertThat(failure().remedy()).contains("clock");
  }

  @Test
  void error_wrongOneTimeCode_isMfaNeededWithTheReason() {
    reply = StsXml.error(403, "AccessDenied",
        "MultiFactorAuthentication failed with invalid MFA one time pass code.");
    Failure failure = failure();
    assertThat(failure.reason()).isEqualTo(FailureReason.MFA_NEEDED);
    assertThat(failure.message()).contains("invalid MFA one time pass code");
  }

  @Test
  void error_retryAfter_isPassedOn() {
    reply = StsXml.error(503, "ServiceUnavailable", "later", "Retry-After: 7");
    assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  static Stream<Reply> nonsense() {
    String truncated = StsXml.credentials("AssumeRole", Instant.parse("2026-01-01T00:30:00Z"), "")
        .body();
    return Stream.of(new Answer(200, List.of(), ""), new Answer(200, List.of(), "hello"),
        new Answer(200, List.of(), "{\"AccessKeyId\":\"x\"}"), new Answer(200, List.of(), "<a/>"),
        new Answer(200, List.of(), "<html><body>Sign in to the hotel network</body></html>"),
        new Answer(200, List.of(), truncated.substring(0, truncated.length() / 2)),
        new Answer(200, List.of(), truncated.replace("</Credentials>", "")),
        new Answer(200, List.of(), truncated.replace("2026-01-01T00:30:00Z", "next Tuesday")),
        new Answer(200, List.of(), "\0\1\2\3"), new Answer(204, List.of(), ""),
        new Answer(200, List.of(), "x".repeat(HttpCalls.SIZE_LIMIT + 1)),
        new Answer(301, List.of("Location: https://example.com/"), ""),
        new Answer(404, List.of("Content-Type: text/html"), "<html>nginx</html>"),
        new Answer(403, List.of(), "blocked by the company's filter"), StsXml.ok("AssumeRole", ""),
        keys("", "s", "t", "2026-01-01T00:30:00Z"), keys("A", "", "t", "2026-01-01T00:30:00Z"),
        keys("A", "s", "", "2026-01-01T00:30:00Z"), keys("A", "s", "t", ""),
        keys(" ", "s", "t", "2026-01-01T00:30:00Z"), keys("A", " ", "t", "2026-01-01T00:30:00Z"),
        keys("A", "s", "t", "2026-01-01T00:00:00Z"), keys("A", "s", "t", "2025-12-31T23:59:59Z"),
        keys("A", "s", "t", "2026-01-01T01:01:01Z"), keys("A", "s", "t", "9999-01-01T00:00:00Z"),
        keys("A", "s", "t", "1970-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void answer_thatMakesNoSense_isMalformed(Reply given) {
    reply = given;
    Failure failure = failure();
    assertThat(failure.reason()).as(failure.message()).isEqualTo(FailureReason.MALFORMED_ANSWER);
    assertThat(failure.recoverable()).isTrue();
    assertThat(failure.toString()).doesNotContain("canary");
  }

  static Stream<Reply> broken() {
    return Stream.of(new HttpStub.Reset(), new Raw(""), new Raw("HTTP/1.1 200 OK\r\n"),
        new Raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<AssumeRoleResponse>"),
        new Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<Assu"),
        new Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"),
        new Raw("not http at all\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void connection_thatBreaksOff_isUnreachable(Reply given) {
    reply = given;
    Failure failure = failure();
    assertThat(failure.reason()).as(failure.message()).isEqualTo(FailureReason.UNREACHABLE);
    assertThat(failure.remedy()).contains("tries again by itself");
  }

  @Test
  void connection_nobodyThere_isUnreachable() throws IOException {
    URI nobody;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
    var endpoint = new StsEndpoint("eu-central-1", nobody, false, false);
    Failure failure = Outcomes.failureOf(sts.assumeRole(new Recipe.AssumeRole(new Recipe.Environment(), ROLE,
        new AssumeRoleOptions("alice@host", HOUR, null), endpoint), CALLER, CODE));
    assertThat(failure.reason()).isEqualTo(FailureReason.UNREACHABLE);
    assertThat(failure.message()).isEqualTo("No connection to STS at " + nobody + " could be made.");
  }

  @Test
  void answer_thatNeverComes_isUnreachableAfterTheLimit() throws Exception {
    var call = sts.assumeRole(step(), CALLER, CODE);
    stub.next();
    time.advance(StsCalls.CALL_LIMIT);
    assertThat(Outcomes.failureOf(call).message()).startsWith("STS at http://127.0.0.1:")
        .endsWith(" did not answer in time.");
  }

  @Test
  void answer_expirationAtTheVeryLimit_isAccepted() {
    reply = keys("A", "s", "t", "2026-01-01T01:01:00Z");
    assertThat(Outcomes.of(sts.assumeRole(step(), CALLER, CODE)).expiration())
        .isEqualTo(Instant.parse("2026-01-01T01:01:00Z"));
  }

  @Test
  void answer_judgedByItsOwnDate_isAcceptedThoughOurClockIsDaysOff() {
    Instant theirs = time.instant().plus(Duration.ofDays(3));
    var answer = StsXml.credentials("AssumeRole", theirs.plus(HOUR), "");
    reply = new Answer(200, List.of(StsXml.date(theirs)), answer.body());
    assertThat(Outcomes.of(sts.assumeRole(step(), CALLER, CODE)).expiration()).isEqualTo(theirs.plus(HOUR));
  }

  @Test
  void call_afterTheExecutorHasStopped_failsInTheSameWay() {
    executor.shutdownNow();
    assertThat(failure().reason()).isEqualTo(FailureReason.INTERNAL);
  }

  @Test
  void callerIdentity_withoutIdentity_isMalformed() {
    reply = StsXml.ok("GetCallerIdentity", "");
    assertThat(Outcomes.failureOf(sts.callerIdentity(CALLER, endpoint())).reason())
        .isEqualTo(FailureReason.MALFORMED_ANSWER);
  }

  private static Answer keys(String id, String secret, String token, String expiration) {
    return StsXml.ok("AssumeRole", StsXml.keys(id, secret, token, expiration));
  }

  private Failure failure() {
    return Outcomes.failureOf(sts.assumeRole(step(), CALLER, CODE));
  }

  private Recipe.AssumeRole step() {
    return new Recipe.AssumeRole(new Recipe.Environment(), ROLE,
        new AssumeRoleOptions("alice@host", HOUR, null), endpoint());
  }

  private StsEndpoint endpoint() {
    return new StsEndpoint("eu-central-1", stub.uri(), false, false);
  }
}
