package io.credentialbroker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real AWS CLI with the files of the demo world. */
@Timeout(120)
class AwsCliTest {
  @TempDir
  private Path home;

  @ParameterizedTest
  @CsvSource({ "demo-keys,arn:aws:iam::111122223333:user/demo",
      "demo,arn:aws:sts::111122223333:assumed-role/demo/",
      "demo-chain,arn:aws:sts::444455556666:assumed-role/demo-partner/"})
  void getCallerIdentity_demoProfiles_areWhoTheySay(String profile, String arn) throws Exception {
    try (var sandbox = start()) {
      String answer = aws(sandbox, 0, "sts", "get-caller-identity", "--profile", profile);

      assertThat(new JsonMapper().readTree(answer).path("Arn").asText()).startsWith(arn);
    }
  }

  @Test
  void assumeRole_withoutTheCode_isRefusedInAwssWords() throws Exception {
    try (var sandbox = start()) {
      assertThat(
          aws(sandbox, 254, "sts", "assume-role", "--profile", "demo-keys", "--role-arn", DemoWorld.MFA_ROLE,
              "--role-session-name", "test"))
          .contains("An error occurred (AccessDenied) when calling the AssumeRole"
              + " operation: User: arn:aws:iam::111122223333:user/demo is not authorized to perform: sts:AssumeRole");
    }
  }

  private Sandbox start() throws Exception {
    Sandbox sandbox = Sandbox.start(DemoWorld.create(), SandboxOptions.defaults());
    DemoFiles.write(home, sandbox.endpoint());
    return sandbox;
  }

  private String aws(Sandbox sandbox, int status, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Tools.require("aws", "install the AWS CLI").toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("AWS_CONFIG_FILE", home.resolve("config").toString());
    builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", home.resolve("credentials").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // CLI 1 ends with 255 where CLI 2 ends with 254.
    assertThat(process.waitFor()).as(output).isIn(status, status == 0 ? 0 : status + 1);
    assertThat(sandbox.calls().log()).isNotEmpty();
    return output;
  }
}
