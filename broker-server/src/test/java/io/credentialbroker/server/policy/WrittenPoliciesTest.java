package io.credentialbroker.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code allow} and {@code trust}: from the words of a command to a policy, or to what is wrong with them. */
class WrittenPoliciesTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/deploy";

  @Test
  void allow_rolesOfTwoAccounts_isAStatementForEach() throws Exception {
    Tool run = Tool.run("allow", "role=" + ROLE, "role=arn:aws:iam::444455556666:role/a", "role=" + ROLE,
        "tags=arn:aws:iam::444455556666:role/b", "source-identity=arn:aws:iam::444455556666:role/b");
    JsonNode statements = json(run).get("Statement");
    assertThat(statements).hasSize(3);
    assertThat(statements.findValuesAsText("Resource")).contains(ROLE);
    assertThat(statements.toString())
        .contains("[\"sts:AssumeRole\",\"sts:TagSession\",\"sts:SetSourceIdentity\"]");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void allow_pattern_isWrittenWithAWarning() {
    Tool run = Tool.run("allow", "role=arn:aws:iam::111122223333:role/app-*");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).startsWith("warning: 'arn:aws:iam::111122223333:role/app-*' is a pattern");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      allow                                                      | there is no role to allow
      allow role=x                                               | 'x' is not the ARN of a role
      allow role=arn:aws:iam::111122223333:role/a role=arn:aws-cn:iam::111122223333:role/a | several partitions
      """)
  void allow_whatMakesNoPolicy_isRefused(String words, String said) {
    assertThat(Tool.run(words.split(" ")).err()).contains(said);
    assertThat(Tool.run(words.split(" ")).exit()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = { "principal=111122223333 mfa=true",
      "principal=arn:aws:iam::111122223333:user/alice",
      "principal=arn:aws:iam::111122223333:root external-id=x-1",
      "principal=arn:aws:sts::111122223333:assumed-role/ci/session",
      "principal=arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice",
      "principal=arn:aws:iam::111122223333:user/a mfa=true mfa-max-age=3600 external-id=x-1 source-identity=a"
          + " session-name=${aws:username} session-tags=true",
      "permission-set=111122223333/Admin mfa=true",
      "github=acme/app branch=main account=111122223333", "github=acme account=111122223333",
      "github=acme/app environment=prod role=" + ROLE, "github=acme/app tag=v* role=" + ROLE,
      "github=acme/app pull-requests=true role=" + ROLE, "hcp-terraform=acme project=p role=" + ROLE,
      "google=123.apps.googleusercontent.com", "facebook=1234", "amazon=amzn1.application-oa2-client.x",
      "cognito=eu-west-1:12345678-abcd-abcd-abcd-1234567890ab",
      "eks=https://oidc.eks.eu-west-1.amazonaws.com/id/AB service-account=apps/web role=" + ROLE,
      "oidc=https://gitlab.com audience=https://gitlab.com subject=project_path:acme/app:* role=" + ROLE,
      "saml=ExampleOrg account=111122223333", "saml=arn:aws-cn:iam::111122223333:saml-provider/Corp"})
  void trust_eachParty_passesTheLinter(String words) {
    Tool written = Tool.run(Stream.concat(Stream.of("trust"), Arrays.stream(words.split(" ")))
        .toArray(String[]::new));
    assertThat(written.exit()).as(written.err()).isZero();
    Tool judged = Tool.given(written.out(), "lint", "file=-");
    assertThat(judged.out()).isEqualTo("stdin: no findings (trust policy)\n");
  }

  @Test
  void trust_roleOfAnotherPartition_isFollowedByProviderAndAudience() throws Exception {
    JsonNode policy = json(Tool.run("trust", "github=acme/app", "role=arn:aws-cn:iam::111122223333:role/x"));
    assertThat(policy.findValuesAsText("Federated"))
        .containsExactly("arn:aws-cn:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
    assertThat(policy.toString()).contains("sts.amazonaws.com.cn");
  }

  @Test
  void trust_sessionArn_namesTheRoleAndWarnsOfItsPath() throws Exception {
    Tool run = Tool.run("trust", "principal=arn:aws:sts::111122223333:assumed-role/ci/x");
    assertThat(json(run).at("/Statement/0/Principal/AWS").asText())
        .isEqualTo("arn:aws:iam::111122223333:role/ci");
    assertThat(run.err()).contains("does not tell its role's path");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      trust                                                      | nobody is named
      trust principal=alice                                      | 'alice' is neither an account id
      trust principal=arn:aws:iam::111122223333:group/x          | neither a user nor a role
      trust principal=111122223333 github=acme                   | several are named: --principal, --github
      trust permission-set=Admin                                 | 'Admin' is no permission set
      trust google=1 branch=main                                 | --branch does not go with --google
      trust google=1 mfa=true                                    | neither AWS's MFA nor an external id
      trust github=acme/app                                      | --account is missing
      trust github=*/app account=111122223333                    | GitHub organization '*' is not a name
      trust github=acme branch=main account=111122223333         | a branch, tag or environment needs a repository
      trust github=a/b branch=x tag=y account=111122223333       | one of --branch, --tag
      trust eks=https://x.example account=111122223333           | --service-account is missing
      trust eks=https://x.example service-account=web account=111122223333 | 'web' is no service account
      trust oidc=https://x.example account=111122223333          | --audience is missing
      trust oidc=http://x.example audience=a account=111122223333 | not an https URL
      trust oidc=https://gitlab.com audience=a account=111122223333 | serves many organisations
      trust principal=111122223333 external-id=x                 | the external id is too short
      trust hcp-terraform=acme run-phase=foo account=111122223333 | 'foo' is no run phase of HCP Terraform
      trust cognito=eu-west-1_abc                                | the id of a user pool; roles trust identity pools
      trust cognito=eu-west-1:                                   | 'eu-west-1:' is no id of an identity pool
      trust cognito=*                                            | '*' is no id of an identity pool
      frobnicate                                                 | no policy tool 'frobnicate'
      """)
  void trust_whatMakesNoPolicy_isRefused(String words, String said) {
    Tool run = Tool.run(words.split(" "));
    assertThat(run.err()).startsWith("error: ").contains(said);
    assertThat(run.err().lines()).as("what is wrong, and in a line of its own what to do").hasSize(2)
        .last().asString().matches("hint: .{10,}");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  private static JsonNode json(Tool run) throws Exception {
    assertThat(run.exit()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }
}
