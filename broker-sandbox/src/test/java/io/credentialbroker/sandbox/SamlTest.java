package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.identity.SamlClaims;
import io.credentialbroker.sandbox.identity.SamlIssuer;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.SamlProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithSamlResponse;

class SamlTest {
  private static final SamlIssuer COMPANY = new SamlIssuer("https://idp.example.com/saml");
  private static final SamlIssuer STRANGER = new SamlIssuer("https://idp.example.com/saml");
  private static final String PROVIDER = "arn:aws:iam::123456789012:saml-provider/company";
  private static final String ROLE = "arn:aws:iam::123456789012:role/staff";

  private final Rig rig = new Rig();
  private final StsClient sts = StsClients.unsigned(rig.sandbox.endpoint());
  private final SamlClaims claims = SamlClaims.of("alice@example.com", ROLE, PROVIDER, rig.clock.instant());

  @BeforeEach
  void world() {
    rig.sandbox.world().put(new SamlProvider(Rig.ACCOUNT, "company", COMPANY))
        .put(IamRole
            .of(ROLE,
                """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "%s"},
                     "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"],
                     "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}]}"""
                    .formatted(PROVIDER))
            .withMaxSession(Duration.ofHours(8)));
  }

  @AfterEach
  void stop() {
    sts.close();
    rig.close();
  }

  @Test
  void assertion_right_becomesTheRole() {
    AssumeRoleWithSamlResponse answer = assume(COMPANY.response(claims));

    assertThat(answer.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/staff/alice@example.com");
    assertThat(answer.issuer()).isEqualTo("https://idp.example.com/saml");
    assertThat(answer.subject()).isEqualTo("alice@example.com");
    assertThat(answer.subjectType()).isEqualTo("persistent");
    assertThat(answer.audience()).isEqualTo(SamlClaims.AWS_SIGN_IN);
    assertThat(answer.credentials().expiration()).isEqualTo("2026-01-01T13:00:00Z");
    assertThat(rig.as(answer.credentials()).getCallerIdentity().account()).isEqualTo(Rig.ACCOUNT);
  }

  @Test
  void assertion_wrappedInLines_isTheSame() {
    String lines = Base64.getMimeEncoder()
        .encodeToString(COMPANY.responseXml(claims).getBytes(StandardCharsets.UTF_8));

    assertThat(assume(lines).credentials()).isNotNull();
  }

  @Test
  void assertion_signedWithAnotherKey_isInvalid() {
    Rig.assertRefused(() -> assume(STRANGER.response(claims)), 400, "InvalidIdentityToken",
        "Response signature invalid");
  }

  @Test
  void assertion_changedAfterSigning_isInvalid() {
    String forged = COMPANY.responseXml(claims).replace("alice@example.com", "mallo@example.com");

    Rig.assertRefused(() -> assume(encode(forged)), 400, "InvalidIdentityToken",
        "Response signature invalid");
  }

  @Test
  void assertion_forgedInFrontOfASignedOne_isInvalid() {
    String signed = COMPANY.responseXml(claims);
    String assertion = signed.substring(signed.indexOf("<saml:Assertion"),
        signed.indexOf("</saml:Assertion>") + "</saml:Assertion>".length());
    String forged = assertion.replaceFirst("ID=\"[^\"]+\"", "ID=\"_forged\"").replace("alice@", "mallory@");

    Rig.assertRefused(() -> assume(encode(signed.replace(assertion, forged + assertion))), 400,
        "InvalidIdentityToken", "Response signature invalid");
  }

  @Test
  void assertion_afterFiveMinutes_isExpired() {
    String assertion = COMPANY.response(claims);
    rig.clock.advance(Duration.ofMinutes(5));

    Rig.assertRefused(() -> assume(assertion), 400, "ExpiredTokenException",
        "Token must be redeemed within 5 minutes of issuance");
  }

  @Test
  void assertion_forAnotherRole_isDenied() {
    var other = SamlClaims.of("alice", Rig.ROLE, PROVIDER, rig.clock.instant());

    Rig.assertRefused(() -> assume(COMPANY.response(other)), 403, "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithSAML");
  }

  @Test
  void assertion_forAnotherRecipient_isDeniedByTheTrustPolicy() {
    Rig.assertRefused(() -> assume(COMPANY.response(claims.withRecipient("https://example.com"))), 403,
        "AccessDenied",
        "sts:AssumeRoleWithSAML");
  }

  @Test
  void assertion_ofAnotherIssuer_isInvalid() {
    var other = new SamlIssuer("https://other.example.com");

    Rig.assertRefused(() -> assume(other.response(claims)), 400, "InvalidIdentityToken",
        "Issuer not present in specified provider");
  }

  @Test
  void assertion_withoutSessionName_isInvalid() {
    Rig.assertRefused(() -> assume(COMPANY.response(claims.withSessionName(null))), 400,
        "InvalidIdentityToken",
        "RoleSessionName is required");
  }

  @Test
  void provider_unknown_isInvalid() {
    Rig.assertRefused(
        () -> sts.assumeRoleWithSAML(request -> request.roleArn(ROLE).principalArn(PROVIDER + "x")
            .samlAssertion(COMPANY.response(claims))),
        400, "InvalidIdentityToken", "Specified provider doesn't exist");
  }

  @ParameterizedTest
  @ValueSource(strings = { "!!!!", "bm90IHhtbA==", "PGEvPg==",
      "PCFET0NUWVBFIGEgWzwhRU5USVRZIGIgU1lTVEVNICJmaWxlOi8vL2V0Yy9wYXNzd2QiPl0+PGE+JmI7PC9hPg=="})
  void assertion_malformed_isInvalid(String text) {
    Rig.assertRefused(() -> assume(text), 400, "InvalidIdentityToken", "Invalid base64 SAMLResponse");
  }

  @ParameterizedTest
  @CsvSource({ "7200,,2026-01-01T14:00:00Z", "7200,900,2026-01-01T12:15:00Z",
      "900,7200,2026-01-01T12:15:00Z"})
  void duration_ofAssertionAndRequest_isTheShorter(String stated, Integer asked, String expiration) {
    String assertion = COMPANY.response(claims.with("SessionDuration", stated));

    assertThat(sts
        .assumeRoleWithSAML(request -> request.roleArn(ROLE).principalArn(PROVIDER).samlAssertion(assertion)
            .durationSeconds(asked))
        .credentials().expiration()).isEqualTo(expiration);
  }

  @Test
  void attributes_tagsAndSourceIdentity_markTheSession() {
    String assertion = COMPANY
        .response(claims.with("PrincipalTag:Project", "moon").with("SourceIdentity", "alice"));

    assertThat(assume(assertion).sourceIdentity()).isEqualTo("alice");
  }

  private AssumeRoleWithSamlResponse assume(String assertion) {
    return sts.assumeRoleWithSAML(
        request -> request.roleArn(ROLE).principalArn(PROVIDER).samlAssertion(assertion));
  }

  private static String encode(String xml) {
    return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
  }
}
