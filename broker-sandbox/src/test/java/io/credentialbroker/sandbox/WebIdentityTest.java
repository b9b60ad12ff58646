package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.fault.Fault;
import io.credentialbroker.sandbox.identity.OidcIssuer;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.OidcProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

class WebIdentityTest {
  private static final OidcIssuer GITHUB = new OidcIssuer("https://token.actions.githubusercontent.com");
  private static final OidcIssuer STRANGER = new OidcIssuer("https://token.actions.githubusercontent.com");
  private static final String SUBJECT = "repo:acme/app:ref:refs/heads/main";
  private static final String AUDIENCE = "sts.amazonaws.com";
  private static final String ROLE = "arn:aws:iam::123456789012:role/ci";
  private static final String TRUST = """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
       "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
       "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
                     "StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/*"}}}]}""";

  private final Rig rig = new Rig();
  private final StsClient sts = StsClients.unsigned(rig.sandbox.endpoint());
  private final Instant now = rig.clock.instant();

  @BeforeEach
  void world() {
    rig.sandbox.world().put(IamRole.of(ROLE, TRUST))
        .put(new OidcProvider(Rig.ACCOUNT, GITHUB, Set.of(AUDIENCE)));
  }

  @AfterEach
  void stop() {
    sts.close();
    rig.close();
  }

  @Test
  void token_right_becomesTheRole() {
    AssumeRoleWithWebIdentityResponse answer = assume(token(SUBJECT, AUDIENCE));

    assertThat(answer.subjectFromWebIdentityToken()).isEqualTo(SUBJECT);
    assertThat(answer.audience()).isEqualTo(AUDIENCE);
    assertThat(answer.provider()).endsWith(":oidc-provider/token.actions.githubusercontent.com");
    assertThat(answer.assumedRoleUser().arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/ci/job");
    assertThat(rig.as(answer.credentials()).getCallerIdentity().arn())
        .isEqualTo(answer.assumedRoleUser().arn());
  }

  @Test
  void token_ofAnotherRepository_isDenied() {
    Rig.assertRefused(() -> assume(token("repo:evil/app:ref:refs/heads/main", AUDIENCE)), 403, "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  @Test
  void role_unknown_isDeniedTheSameWay() {
    Rig.assertRefused(
        () -> sts.assumeRoleWithWebIdentity(request -> request.roleArn(ROLE + "x").roleSessionName("job")
            .webIdentityToken(token(SUBJECT, AUDIENCE))),
        403, "AccessDenied", "Not authorized");
  }

  @Test
  void token_forAnotherAudience_isInvalid() {
    Rig.assertRefused(() -> assume(token(SUBJECT, "somebody")), 400, "InvalidIdentityToken",
        "Incorrect token audience");
  }

  @Test
  void token_expired_saysWhen() {
    String token = token(SUBJECT, AUDIENCE);
    rig.clock.advance(Duration.ofMinutes(5));

    Rig.assertRefused(() -> assume(token), 400, "ExpiredTokenException", "Token expired: current date/time "
        + now.plusSeconds(300).getEpochSecond() + " must be before the expiration date/time ");
  }

  @Test
  void token_signedWithAnotherKey_isInvalid() {
    Rig.assertRefused(() -> assume(STRANGER.token(SUBJECT, AUDIENCE, now, Duration.ofMinutes(5))), 400,
        "InvalidIdentityToken", "verification key");
  }

  @Test
  void token_changedAfterSigning_isInvalid() {
    String[] right = token(SUBJECT, AUDIENCE).split("\\.", -1);
    String[] other = token("repo:acme/other", AUDIENCE).split("\\.", -1);

    Rig.assertRefused(() -> assume(right[0] + "." + other[1] + "." + right[2]), 400, "InvalidIdentityToken",
        "signature");
  }

  @ParameterizedTest
  @ValueSource(strings = { "not a token", "aa.bb", "e30.e30.", "eyJhbGciOiJub25lIn0.e30.x", "....",
      "e30.W10.e30"})
  void token_malformed_isInvalidAndNotRepeated(String text) {
    assertThat(Rig.refused(() -> assume(text)).awsErrorDetails()).satisfies(details -> {
      assertThat(details.errorCode()).isEqualTo("InvalidIdentityToken");
      assertThat(details.errorMessage()).doesNotContain(text);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = { "exp", "iat", "sub", "aud", "iss"})
  void token_withoutAClaim_isInvalid(String missing) {
    var claims = new HashMap<String, Object>(claims());
    claims.put(missing, missing.equals("iss") ? 1 : List.of());

    assertThat(Rig.refused(() -> assume(GITHUB.token(claims))).awsErrorDetails().errorCode())
        .isEqualTo("InvalidIdentityToken");
  }

  @Test
  void token_notYetValid_isInvalid() {
    var claims = new HashMap<String, Object>(claims());
    claims.put("nbf", now.plusSeconds(301).getEpochSecond());

    Rig.assertRefused(() -> assume(GITHUB.token(claims)), 400, "InvalidIdentityToken", "not yet valid");
  }

  @Test
  void token_ofAnIssuerTheAccountDoesNotKnow_isInvalid() {
    var unknown = new OidcIssuer("https://issuer.example.com");

    Rig.assertRefused(() -> assume(unknown.token(SUBJECT, AUDIENCE, now, Duration.ofMinutes(5))), 400,
        "InvalidIdentityToken",
        "No OpenIDConnect provider found in your account for https://issuer.example.com");
  }

  @Test
  void issuer_outOfReach_isACommunicationError() {
    rig.sandbox.faults().times("oidc:GetKeys", 1, new Fault.BlackHole());

    Rig.assertRefused(() -> assume(token(SUBJECT, AUDIENCE)), 400, "IDPCommunicationError",
        "identity provider");
    assertThat(assume(token(SUBJECT, AUDIENCE)).credentials()).isNotNull();
  }

  @Test
  void token_withTags_tagsTheSession() {
    var claims = new HashMap<String, Object>(claims());
    claims.put("https://aws.amazon.com/tags",
        Map.of("principal_tags", Map.of("Project", List.of("moon")), "transitive_tag_keys",
            List.of("Project")));
    rig.sandbox.world().put(IamRole.of(ROLE, TRUST).allowing("sts:*", "*")).put(IamRole.of(Rig.OTHER_ROLE, """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
         "Action": ["sts:AssumeRole", "sts:TagSession"],
         "Condition": {"StringEquals": {"aws:PrincipalTag/Project": "moon"}}}]}""".formatted(ROLE)));

    var session = assume(GITHUB.token(claims)).credentials();
    assertThat(rig.as(session).assumeRole(Rig.role(Rig.OTHER_ROLE).build()).credentials()).isNotNull();
  }

  @Test
  void token_withSourceIdentityTheTrustDoesNotAllow_isDenied() {
    var claims = new HashMap<String, Object>(claims());
    claims.put("https://aws.amazon.com/source_identity", "bot");

    Rig.assertRefused(() -> assume(GITHUB.token(claims)), 403, "AccessDenied", "sts:SetSourceIdentity");
  }

  @Test
  void duration_overTheRoles_isAValidationError() {
    Rig.assertRefused(
        () -> sts.assumeRoleWithWebIdentity(request -> request.roleArn(ROLE).roleSessionName("job")
            .webIdentityToken(token(SUBJECT, AUDIENCE)).durationSeconds(3601)),
        400, "ValidationError",
        "MaxSessionDuration");
  }

  private Map<String, Object> claims() {
    return Map.of("sub", SUBJECT, "aud", AUDIENCE, "iat", now.getEpochSecond(), "exp",
        now.plusSeconds(300).getEpochSecond());
  }

  private String token(String subject, String audience) {
    return GITHUB.token(subject, audience, now, Duration.ofMinutes(5));
  }

  private AssumeRoleWithWebIdentityResponse assume(String token) {
    return sts.assumeRoleWithWebIdentity(
        request -> request.roleArn(ROLE).roleSessionName("job").webIdentityToken(token));
  }
}
