package io.credentialbroker.core.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTest {
  private static final String ACCOUNT = "123456789012";
  private static final TrustedParty ALICE = new TrustedParty.Identity("arn:aws:iam::111122223333:user/alice");

  @Test
  void of_userWithMfaAndExternalId_isTheWholeDocument() {
    GeneratedPolicy policy = TrustPolicy.of(ALICE,
        TrustOptions.NONE.withMfa().withExternalId("example-corp-7"));

    assertThat(policy.warnings()).isEmpty();
    assertThat(policy.document().pretty()).isEqualTo("""
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "AllowAssumeRole",
              "Effect": "Allow",
              "Principal": {
                "AWS": "arn:aws:iam::111122223333:user/alice"
              },
              "Action": "sts:AssumeRole",
              "Condition": {
                "Bool": {
                  "aws:MultiFactorAuthPresent": "true"
                },
                "StringEquals": {
                  "sts:ExternalId": "example-corp-7"
                }
              }
            }
          ]
        }""");
  }

  @Test
  void of_accountWithoutConditions_warnsThatEverybodyInItIsMeant() {
    GeneratedPolicy policy = TrustPolicy.of(new TrustedParty.Account("aws", ACCOUNT), TrustOptions.NONE);

    assertThat(statement(policy, 0).at("/Principal/AWS").textValue())
        .isEqualTo("arn:aws:iam::123456789012:root");
    assertThat(statement(policy, 0).has("Condition")).isFalse();
    assertThat(policy.warnings()).singleElement().asString().contains(ACCOUNT);
  }

  @Test
  void of_sessionNameAndMfaAge_becomeConditions() {
    GeneratedPolicy policy = TrustPolicy.of(new TrustedParty.Account("aws", ACCOUNT),
        TrustOptions.NONE.withMfaNoOlderThan(Duration.ofHours(1)).withSessionName("${aws:username}"));

    assertThat(policy.warnings()).isEmpty();
    assertThat(statement(policy, 0).get("Condition").toString())
        .isEqualTo("{\"Bool\":{\"aws:MultiFactorAuthPresent\":"
            + "\"true\"},\"NumericLessThan\":{\"aws:MultiFactorAuthAge\":\"3600\"},\"StringEquals\":"
            + "{\"sts:RoleSessionName\":\"${aws:username}\"}}");
  }

  @Test
  void of_sourceIdentityAndTags_haveStatementsOfTheirOwn() {
    GeneratedPolicy policy = TrustPolicy.of(ALICE,
        TrustOptions.NONE.withMfa().withSourceIdentity("alice*").withSessionTags());

    assertThat(policy.document().json().get("Statement")).hasSize(3);
    assertThat(statement(policy, 0).at("/Condition/StringLike/sts:SourceIdentity").textValue())
        .isEqualTo("alice*");
    assertThat(statement(policy, 1).get("Action").textValue()).isEqualTo("sts:TagSession");
    assertThat(statement(policy, 1).has("Condition")).isFalse();
    assertThat(statement(policy, 2).get("Action").textValue()).isEqualTo("sts:SetSourceIdentity");
    assertThat(statement(policy, 2).get("Condition").toString())
        .isEqualTo("{\"StringLike\":{\"sts:SourceIdentity\":\"alice*\"}}");
  }

  @Test
  void of_gitHubBranch_pinsAudienceAndSubject() {
    assertFederated(
        new FederatedParty.GitHub("aws", ACCOUNT, "octo-org", "octo-repo", new GitHubRef.Branch("main"),
            "sts.amazonaws.com"),
        "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
        "sts:AssumeRoleWithWebIdentity",
        "{\"StringEquals\":{\"token.actions.githubusercontent.com:aud\":\"sts.amazonaws.com\","
            + "\"token.actions.githubusercontent.com:sub\":\"repo:octo-org/octo-repo:ref:refs/heads/main\"}}");
  }

  @Test
  void of_gitHubRefs_endTheSubjectAsGitHubDoes() {
    assertThat(subject(new GitHubRef.Any())).isEqualTo("repo:o/r:*");
    assertThat(subject(new GitHubRef.Branch("release/*"))).isEqualTo("repo:o/r:ref:refs/heads/release/*");
    assertThat(subject(new GitHubRef.Tag("v1"))).isEqualTo("repo:o/r:ref:refs/tags/v1");
    assertThat(subject(new GitHubRef.Environment("prod:eu"))).isEqualTo("repo:o/r:environment:prod%3Aeu");
    assertThat(subject(new GitHubRef.PullRequest())).isEqualTo("repo:o/r:pull_request");
    assertThat(new FederatedParty.GitHub("aws", ACCOUNT, "o", null, new GitHubRef.Any(), "a").subject())
        .isEqualTo("repo:o/*");
  }

  @Test
  void of_hcpTerraform_pinsOrganisationProjectWorkspaceAndPhase() {
    assertFederated(
        new FederatedParty.HcpTerraform("aws", ACCOUNT, "acme", "infra", "prod", "*",
            "aws.workload.identity"),
        "arn:aws:iam::123456789012:oidc-provider/app.terraform.io", "sts:AssumeRoleWithWebIdentity",
        "{\"StringEquals\":{\"app.terraform.io:aud\":\"aws.workload.identity\"},\"StringLike\":"
            + "{\"app.terraform.io:sub\":\"organization:acme:project:infra:workspace:prod:run_phase:*\"}}");
  }

  @Test
  void of_wellKnownProviders_pinTheApp() {
    assertFederated(new FederatedParty.Google("66677788899900pro0"), "accounts.google.com",
        "sts:AssumeRoleWithWebIdentity",
        "{\"StringEquals\":{\"accounts.google.com:aud\":\"66677788899900pro0\"}}");
    assertFederated(new FederatedParty.Facebook("111222333444555"), "graph.facebook.com",
        "sts:AssumeRoleWithWebIdentity",
        "{\"StringEquals\":{\"graph.facebook.com:app_id\":\"111222333444555\"}}");
    assertFederated(new FederatedParty.LoginWithAmazon("amzn1.application-oa2-123456"), "www.amazon.com",
        "sts:AssumeRoleWithWebIdentity",
        "{\"StringEquals\":{\"www.amazon.com:app_id\":\"amzn1.application-oa2-123456\"}}");
  }

  @Test
  void of_cognito_pinsPoolAndMethod() {
    assertFederated(new FederatedParty.Cognito("us-east-2:12345678-abcd", true),
        "cognito-identity.amazonaws.com",
        "sts:AssumeRoleWithWebIdentity", "{\"StringEquals\":{\"cognito-identity.amazonaws.com:aud\":"
            + "\"us-east-2:12345678-abcd\"},\"ForAnyValue:StringLike\":{\"cognito-identity.amazonaws.com:amr\":"
            + "\"authenticated\"}}");
    assertThat(TrustPolicy.of(new FederatedParty.Cognito("us-east-2:1", false), TrustOptions.NONE).warnings())
        .singleElement().asString().contains("Guests");
  }

  @Test
  void of_eks_pinsTheServiceAccount() {
    assertFederated(
        new FederatedParty.Eks("aws", ACCOUNT, "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE/", "app",
            "web",
            "sts.amazonaws.com"),
        "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE",
        "sts:AssumeRoleWithWebIdentity",
        "{\"StringEquals\":{\"oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:aud\":\"sts.amazonaws.com\","
            + "\"oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub\":\"system:serviceaccount:app:web\"}}");
  }

  @Test
  void of_anyIssuer_pinsWhatIsGiven() {
    assertFederated(
        new FederatedParty.AnyIssuer("aws-cn", ACCOUNT, "https://login.example.org/realms/a", "app", "bob"),
        "arn:aws-cn:iam::123456789012:oidc-provider/login.example.org/realms/a",
        "sts:AssumeRoleWithWebIdentity",
        "{\"StringEquals\":{\"login.example.org/realms/a:aud\":\"app\",\"login.example.org/realms/a:sub\":\"bob\"}}");
    assertThat(
        TrustPolicy.of(new FederatedParty.AnyIssuer("aws", ACCOUNT, "https://login.example.org", "app", null),
            TrustOptions.NONE).warnings())
        .singleElement().asString().contains("Every subject");
  }

  @Test
  void of_saml_pinsTheAudience() {
    assertFederated(
        new FederatedParty.Saml("aws", ACCOUNT, "ExampleOrg", "https://signin.aws.amazon.com/saml"),
        "arn:aws:iam::123456789012:saml-provider/ExampleOrg", "sts:AssumeRoleWithSAML",
        "{\"StringEquals\":{\"SAML:aud\":\"https://signin.aws.amazon.com/saml\"}}");
  }

  @Test
  void of_permissionSet_trustsTheAccountHeldBackByTheRolesName() {
    GeneratedPolicy policy = TrustPolicy.of(
        new TrustedParty.PermissionSet("aws", ACCOUNT, "AWSReservedSSO_Admin_0123456789abcdef"),
        TrustOptions.NONE);

    assertThat(policy.warnings()).isEmpty();
    assertThat(statement(policy, 0).at("/Principal/AWS").textValue())
        .isEqualTo("arn:aws:iam::123456789012:root");
    assertThat(statement(policy, 0).get("Condition").toString())
        .isEqualTo("{\"ArnLike\":{\"aws:PrincipalArn\":"
            + "\"arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Admin_*\"}}");
  }

  @Test
  void of_federatedWithMfaOrExternalId_isRefused() {
    var google = new FederatedParty.Google("app");

    assertThatThrownBy(() -> TrustPolicy.of(google, TrustOptions.NONE.withMfa()))
        .hasMessageContaining("federated");
    assertThatThrownBy(() -> TrustPolicy.of(google, TrustOptions.NONE.withExternalId("ab")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of_issuerToldApartBySessionName_needsOne() {
    var sentinel = new FederatedParty.AnyIssuer("aws", ACCOUNT,
        "https://sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/", "api", "x");

    assertThatThrownBy(() -> TrustPolicy.of(sentinel, TrustOptions.NONE))
        .hasMessageContaining("session name");
    assertThat(TrustPolicy.of(sentinel, TrustOptions.NONE.withSessionName("MicrosoftSentinel_1")).warnings())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = { "octo-*", "*", "octo/org", "", "octo org", "o?g"})
  void gitHub_organizationThatIsNoName_isRefused(String organization) {
    assertThatThrownBy(
        () -> new FederatedParty.GitHub("aws", ACCOUNT, organization, null, new GitHubRef.Any(), "a"))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("organization");
  }

  @Test
  void parties_badParameters_areRefused() {
    assertThatThrownBy(() -> new TrustedParty.Account("aws", "12345"))
        .isInstanceOfSatisfying(UnfitException.class, unfit -> assertThat(unfit.remedy()).contains("twelve"))
        .hasMessageContaining("'12345' is no account id");
    assertThatThrownBy(() -> new TrustedParty.Account("gcp", ACCOUNT)).hasMessageContaining("partition");
    assertThatThrownBy(() -> new TrustedParty.Identity("arn:aws:iam::123456789012:group/a"))
        .hasMessageContaining("user");
    assertThatThrownBy(() -> new TrustedParty.Identity("arn:aws:iam::123456789012:user/*"))
        .hasMessageContaining("wildcard");
    assertThatThrownBy(() -> new TrustedParty.PermissionSet("aws", ACCOUNT, "Admin"))
        .hasMessageContaining("Admin");
    assertThatThrownBy(() -> new FederatedParty.Cognito("*", true)).hasMessageContaining("wildcard");
    assertThatThrownBy(
        () -> new FederatedParty.GitHub("aws", ACCOUNT, "o", null, new GitHubRef.PullRequest(), "a"))
        .hasMessageContaining("repository");
    assertThatThrownBy(() -> new FederatedParty.AnyIssuer("aws", ACCOUNT, "https://gitlab.com", "a", null))
        .hasMessageContaining("gitlab.com");
    assertThatThrownBy(() -> new FederatedParty.AnyIssuer("aws", ACCOUNT, "https://a.example", "a", "**"))
        .hasMessageContaining("wildcards only");
    assertThatThrownBy(() -> new GitHubRef.Branch(" ").subject()).hasMessageContaining("branch");
  }

  @ParameterizedTest
  @ValueSource(strings = { "http://a.example", "a.example", "https://a.example:8443", "https://a.example?x=1",
      "https://u@a.example", "not a url", "https://"})
  void issuer_notWhatIamTakes_isRefused(String issuer) {
    assertThatThrownBy(() -> new FederatedParty.Eks("aws", ACCOUNT, issuer, "a", "b", "c"))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("issuer");
  }

  @Test
  void options_badParameters_areRefused() {
    assertThatThrownBy(() -> TrustOptions.NONE.withExternalId("a")).hasMessageContaining("external id");
    assertThatThrownBy(() -> TrustOptions.NONE.withExternalId("a b")).hasMessageContaining("external id");
    assertThatThrownBy(() -> TrustOptions.NONE.withMfaNoOlderThan(Duration.ZERO))
        .hasMessageContaining("1 second");
    assertThatThrownBy(() -> TrustOptions.NONE.withSessionName("a b")).hasMessageContaining("session name");
    assertThatThrownBy(() -> TrustOptions.NONE.withSourceIdentity("ä"))
        .hasMessageContaining("source identity");
  }

  private static String subject(GitHubRef ref) {
    return new FederatedParty.GitHub("aws", ACCOUNT, "o", "r", ref, "a").subject();
  }

  private static JsonNode statement(GeneratedPolicy policy, int index) {
    return policy.document().json().get("Statement").get(index);
  }

  private static void assertFederated(FederatedParty party, String principal, String action,
      String condition) {
    JsonNode statement = statement(TrustPolicy.of(party, TrustOptions.NONE), 0);

    assertThat(statement.at("/Principal/Federated").textValue()).isEqualTo(principal);
    assertThat(statement.get("Action").textValue()).isEqualTo(action);
    assertThat(statement.get("Condition").toString()).isEqualTo(condition);
  }
}
