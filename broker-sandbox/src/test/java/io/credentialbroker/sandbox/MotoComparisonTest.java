package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.identity.OidcIssuer;
import io.credentialbroker.sandbox.identity.SamlClaims;
import io.credentialbroker.sandbox.identity.SamlIssuer;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.OidcProvider;
import io.credentialbroker.sandbox.world.SamlProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * The same calls of the same client against moto and against the sandbox: answers with the same members, errors
 * with the same code and status. Moto knows no policies and checks few limits, so only what it does is compared.
 */
@Timeout(120)
class MotoComparisonTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/compared";
  private static final String POLICY = """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";
  /** What moto has that AWS documents for these calls only, or invents; each with the reason. */
  private static final String NOT_SENT_BY_MOTO = "Provider|Audience|SubjectFromWebIdentityToken";

  private static MotoServer moto;
  private final Rig rig = new Rig();
  private final OidcIssuer oidc = new OidcIssuer("https://issuer.example.com");
  private final SamlIssuer saml = new SamlIssuer("https://idp.example.com");

  @BeforeAll
  static void start() throws Exception {
    moto = MotoServer.start();
  }

  @AfterAll
  static void end() {
    if (moto != null) {
      moto.close();
    }
  }

  @BeforeEach
  void world() {
    rig.clock.advance(Duration.between(rig.clock.instant(), Instant.now()));
    rig.sandbox.world().put(new OidcProvider(Rig.ACCOUNT, oidc, Set.of("aws")))
        .put(new SamlProvider(Rig.ACCOUNT, "company", saml)).put(IamRole.of(ROLE, """
            {"Version": "2012-10-17", "Statement": [
             {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole"},
             {"Effect": "Allow", "Principal": {"Federated": "*"},
              "Action": ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"]}]}"""
            .formatted(Rig.ALICE)));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void assumeRole_both_answerTheSameMembersAndTheSameArn() {
    assertSame(sts -> sts.assumeRole(Rig.role(ROLE).policy(POLICY).build()));
    Function<StsClient, AssumeRoleResponse> call = sts -> sts.assumeRole(Rig.role(ROLE).build());
    assertThat(call.apply(rig.alice()).assumedRoleUser().arn())
        .isEqualTo(call.apply(motoClient()).assumedRoleUser().arn());
  }

  @Test
  void getSessionToken_both_answerTheSameMembers() {
    assertSame(StsClient::getSessionToken);
  }

  @Test
  void getFederationToken_both_answerTheSameMembersAndTheSameArn() {
    assertSame(sts -> sts.getFederationToken(request -> request.name("guest").policy(POLICY)));
    assertThat(rig.alice().getFederationToken(request -> request.name("guest")).federatedUser())
        .isEqualTo(motoClient().getFederationToken(request -> request.name("guest")).federatedUser());
  }

  @Test
  void getCallerIdentity_ofAUserAndOfASession_areTheSame() {
    assertSame(StsClient::getCallerIdentity);
    var ours = rig.alice().assumeRole(Rig.role(ROLE).build()).credentials();
    var theirs = motoClient().assumeRole(Rig.role(ROLE).build()).credentials();
    assertThat(rig.as(ours).getCallerIdentity().arn())
        .isEqualTo(StsClients.of(moto.endpoint(), theirs, Instant::now).getCallerIdentity().arn());
  }

  @Test
  void assumeRoleWithWebIdentity_both_answerTheSameMembersButForThoseMotoLeavesOut() {
    String token = oidc.token("somebody", "aws", Instant.now(), Duration.ofMinutes(5));
    Function<StsClient, SdkPojo> call = sts -> sts.assumeRoleWithWebIdentity(
        request -> request.roleArn(ROLE).roleSessionName("test").webIdentityToken(token).policy(POLICY));

    Set<String> ours = members(call.apply(StsClients.unsigned(rig.sandbox.endpoint())));
    ours.removeIf(name -> name.matches(NOT_SENT_BY_MOTO));
    assertThat(ours).isEqualTo(members(call.apply(StsClients.unsigned(moto.endpoint()))));
  }

  @Test
  void assumeRoleWithSaml_both_answerTheSameMembers() {
    String provider = "arn:aws:iam::123456789012:saml-provider/company";
    String assertion = saml.response(SamlClaims.of("somebody", ROLE, provider, Instant.now()));
    Function<StsClient, SdkPojo> call = sts -> sts.assumeRoleWithSAML(
        request -> request.roleArn(ROLE).principalArn(provider).samlAssertion(assertion).policy(POLICY));

    assertThat(members(call.apply(StsClients.unsigned(rig.sandbox.endpoint()))))
        .isEqualTo(members(call.apply(StsClients.unsigned(moto.endpoint()))));
  }

  @Test
  void assumeRole_sessionNameTooLong_isTheSameError() {
    assertSameError(sts -> sts.assumeRole(Rig.role(ROLE).roleSessionName("n".repeat(65)).build()));
  }

  @Test
  void getFederationToken_policyTooLong_isTheSameError() {
    assertSameError(sts -> sts.getFederationToken(request -> request.name("guest").policy(" ".repeat(2049))));
  }

  private void assertSame(Function<StsClient, SdkPojo> call) {
    assertThat(members(call.apply(rig.alice()))).isEqualTo(members(call.apply(motoClient())));
  }

  private void assertSameError(Function<StsClient, SdkPojo> call) {
    StsException ours = Rig.refused(() -> call.apply(rig.alice()));
    StsException theirs = Rig.refused(() -> call.apply(motoClient()));
    assertThat(ours.awsErrorDetails().errorCode()).isEqualTo(theirs.awsErrorDetails().errorCode());
    assertThat(ours.statusCode()).isEqualTo(theirs.statusCode());
  }

  private static StsClient motoClient() {
    return StsClients.of(moto.endpoint(), Rig.ALICE_KEY, Instant::now);
  }

  /** The names of all members that have a value, nested ones with their path. */
  private static Set<String> members(SdkPojo pojo) {
    var names = new TreeSet<String>();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value != null) {
        names.add(field.memberName());
      }
      if (value instanceof SdkPojo nested) {
        members(nested).forEach(name -> names.add(field.memberName() + "." + name));
      }
    }
    return names;
  }
}
