package io.credentialbroker.core.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.iam.lint.Finding;
import io.credentialbroker.core.iam.lint.LintReport;
import io.credentialbroker.core.iam.lint.PolicyKind;
import io.credentialbroker.core.iam.lint.PolicyLinter;
import io.credentialbroker.core.iam.lint.Rule;
import io.credentialbroker.core.iam.lint.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written here passes the linter. Each seed is one run of many random policies, and can be repeated. */
class GeneratedPoliciesTest {
  private static final int ROUNDS = 800;
  private static final String NAME_CHARACTERS = "abcXYZ019_+=,.@-";

  @ParameterizedTest
  @ValueSource(longs = { 1, 20261121, 987654321, -5})
  void lint_anyTrustPolicyWritten_hasNoErrors(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      TrustedParty party = party(random);
      TrustOptions options = options(random, party);
      GeneratedPolicy policy = TrustPolicy.of(party, options);
      LintReport report = lint(policy);

      assertThat(report.kind()).isEqualTo(PolicyKind.TRUST);
      assertThat(report.findings()).as("%s %s", party, options)
          .noneMatch(it -> it.severity() == Severity.ERROR);
      // Nothing to warn of when it was written, nothing to warn of when it is read.
      if (policy.warnings().isEmpty()) {
        assertThat(report.findings()).as("%s %s", party, options).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = { 2, 20261122, 123456789, -7})
  void lint_anyAllowPolicyWritten_hasNoErrors(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS / 3; round++) {
      String partition = partition(random);
      List<RoleToAssume> roles = IntStream.rangeClosed(0, random.nextInt(12))
          .mapToObj(i -> role(random, partition))
          .toList();
      GeneratedPolicy policy = AllowPolicy.forRoles(roles);
      LintReport report = lint(policy);

      assertThat(report.kind()).isEqualTo(PolicyKind.IDENTITY);
      assertThat(report.findings()).as("%s", roles).noneMatch(it -> it.severity() == Severity.ERROR);
      assertThat(report.findings().stream().map(Finding::rule).anyMatch(Rule.RESOURCE_WILDCARD::equals))
          .isEqualTo(roles.stream().anyMatch(RoleToAssume::isPattern));
    }
  }

  private static LintReport lint(GeneratedPolicy policy) {
    String text = policy.document().pretty();
    return PolicyLinter.lint(text.getBytes(StandardCharsets.UTF_8));
  }

  private static RoleToAssume role(Random random, String partition) {
    String wildcard = random.nextInt(6) == 0 ? "*" : "";
    return new RoleToAssume(
        "arn:" + partition + ":iam::" + account(random) + ":role/" + name(random) + wildcard,
        random.nextBoolean(), random.nextBoolean());
  }

  private static TrustedParty party(Random random) {
    String partition = partition(random);
    String account = account(random);
    return switch (random.nextInt(12)) {
      case 0 -> new TrustedParty.Account(partition, account);
      case 1 -> new TrustedParty.Identity("arn:" + partition + ":iam::" + account + ":user/" + name(random));
      case 2 ->
        new TrustedParty.Identity("arn:" + partition + ":iam::" + account + ":role/a/" + name(random));
      case 3 -> new TrustedParty.PermissionSet(partition, account, "AWSReservedSSO_" + name(random));
      case 4 -> new FederatedParty.GitHub(partition, account, word(random),
          random.nextBoolean() ? word(random) : null,
          new GitHubRef.Any(), "sts.amazonaws.com");
      case 5 -> new FederatedParty.GitHub(partition, account, word(random), word(random), ref(random), "aud");
      case 6 -> new FederatedParty.HcpTerraform(partition, account, word(random), star(random), star(random),
          star(random), "aws.workload.identity");
      case 7 -> new FederatedParty.Eks(partition, account,
          "https://oidc.eks.eu-west-1.amazonaws.com/id/" + word(random),
          word(random), star(random), "sts.amazonaws.com");
      case 8 -> new FederatedParty.AnyIssuer(partition, account,
          "https://" + word(random) + ".example/" + word(random),
          word(random), random.nextBoolean() ? word(random) + star(random) : null);
      case 9 ->
        new FederatedParty.Saml(partition, account, word(random), "https://signin.aws.amazon.com/saml");
      case 10 -> new FederatedParty.Cognito("eu-west-1:" + word(random), random.nextBoolean());
      default -> random.nextBoolean()
          ? new FederatedParty.Google(word(random))
          : random.nextBoolean()
              ? new FederatedParty.Facebook(word(random))
              : new FederatedParty.LoginWithAmazon(word(random));
    };
  }

  private static GitHubRef ref(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new GitHubRef.Branch(star(random));
      case 1 -> new GitHubRef.Tag("v" + star(random));
      case 2 -> new GitHubRef.Environment(word(random) + ":x");
      default -> new GitHubRef.PullRequest();
    };
  }

  private static TrustOptions options(Random random, TrustedParty party) {
    TrustOptions options = TrustOptions.NONE;
    if (!(party instanceof FederatedParty)) {
      options = random.nextBoolean() ? options.withMfa() : options;
      options = random.nextInt(4) == 0
          ? options.withMfaNoOlderThan(Duration.ofSeconds(1 + random.nextInt(9000)))
          : options;
      options = random.nextBoolean() ? options.withExternalId("x" + name(random)) : options;
    }
    options = random.nextBoolean() ? options.withSourceIdentity("s" + star(random)) : options;
    options = random.nextBoolean()
        ? options.withSessionName(random.nextBoolean() ? "${aws:username}" : word(random))
        : options;
    return random.nextBoolean() ? options.withSessionTags() : options;
  }

  private static String partition(Random random) {
    return List.of("aws", "aws-cn", "aws-us-gov").get(random.nextInt(3));
  }

  private static String account(Random random) {
    return String.format("%012d", random.nextLong(1_000_000_000_000L));
  }

  private static String word(Random random) {
    return letters(random, "abcdefgh0123", 8);
  }

  private static String name(Random random) {
    return letters(random, NAME_CHARACTERS, 40);
  }

  private static String star(Random random) {
    return random.nextInt(3) == 0 ? "*" : word(random);
  }

  private static String letters(Random random, String from, int longest) {
    return random.ints(1 + random.nextInt(longest), 0, from.length())
        .collect(StringBuilder::new, (text, i) -> text.append(from.charAt(i)), StringBuilder::append)
        .toString();
  }
}
