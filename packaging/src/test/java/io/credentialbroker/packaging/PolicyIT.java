package io.credentialbroker.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code broker policy} as it is packaged: with and without a daemon. */
class PolicyIT {
  private static final String TRUST = """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}}]}
      """;

  @TempDir
  private Path folder;

  @Test
  void lint_withoutDaemonAndConfig_judgesAndLeavesNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("trust.json"), TRUST);
    Run run = Run.of(new Distribution(folder).environment(), folder,
        List.of(broker(), "policy", "lint", file.toString()));
    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).contains("trust.json:2:", "[github-sub-missing]", "1 error");
    assertThat(run.err()).isEmpty();
    assertThat(new Distribution(folder).runtimeDirectory()).doesNotExist();
  }

  @Test
  void lint_sarifFromStandardInput_isALog() throws Exception {
    Files.writeString(folder.resolve("trust.json"), TRUST);
    Run run = shell(new Distribution(folder), "\"$0\" policy lint - --format sarif < trust.json");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(run.out()).at("/runs/0/results/0/ruleId").asText())
        .isEqualTo("github-sub-missing");
  }

  @Test
  void lint_unreadable_exitsWithTwo() throws Exception {
    var distribution = new Distribution(folder);
    assertThat(distribution.broker("policy", "lint", folder.toString()).exit()).isEqualTo(2);
    // A Run's standard input is closed.
    assertThat(distribution.broker("policy", "lint", "-").exit()).isEqualTo(2);
    assertThat(distribution.broker("policy", "lint", "/dev/zero").exit()).isEqualTo(2);
  }

  @Test
  void allowAndTrust_ofTheSandboxesProfiles_passTheLinter() throws Exception {
    var distribution = new Distribution(folder);
    try (var brokerd = distribution.brokerd("--sandbox")) {
      String allow = distribution.broker("policy", "allow", "--all").succeeded();
      assertThat(new ObjectMapper().readTree(allow).at("/Statement/0/Action").asText())
          .isEqualTo("sts:AssumeRole");
      assertThat(allow).contains("arn:aws:iam::111122223333:role/");
      Run trust = distribution.broker("policy", "trust", "demo-chain");
      assertThat(trust.succeeded()).contains("sts:ExternalId").contains("arn:aws:iam::111122223333:role/");
      for (String arguments : List.of("allow --all", "trust demo-chain",
          "trust demo-chain --principal 111122223333 --mfa")) {
        Run judged = shell(distribution, "\"$0\" policy " + arguments + " | \"$0\" policy lint -");
        assertThat(judged.succeeded()).contains("no findings");
      }
    }
  }

  @Test
  void allow_withoutADaemon_startsOne() throws Exception {
    var distribution = new Distribution(folder);
    distribution.awsConfig(
        "[profile p]\nrole_arn = arn:aws:iam::111122223333:role/p\ncredential_source = Environment\n");
    Run run = distribution.broker("policy", "allow", "p");
    String pid = distribution.broker("status", "--json").succeeded()
        .replaceAll("(?s).*\"pid\"\\s*:\\s*(\\d+).*", "$1");
    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroy);
    assertThat(run.succeeded()).contains("arn:aws:iam::111122223333:role/p");
  }

  @Test
  void policy_aotCacheOfTheCommand_isAcceptedWithTheLongerClassPath() throws Exception {
    String launcher = Files.readString(Distribution.home().resolve("bin/broker"))
        .replaceAll("(?m)^home=.*$", "home=" + Distribution.home())
        // With this a cache that cannot be used is fatal, and not a line in a log.
        .replace("\"-XX:AOTCache=", "-XX:AOTMode=on \"-XX:AOTCache=");
    Run run = Run.of(new Distribution(folder).environment(), folder,
        List.of("sh", "-c", launcher, "broker", "policy", "trust", "--principal", "111122223333", "--mfa"));
    assertThat(run.succeeded()).contains("aws:MultiFactorAuthPresent");
  }

  private Run shell(Distribution distribution, String script) throws Exception {
    return Run.of(distribution.environment(), folder, List.of("sh", "-c", script, broker()));
  }

  private static String broker() {
    return Distribution.home().resolve("bin/broker").toString();
  }
}
