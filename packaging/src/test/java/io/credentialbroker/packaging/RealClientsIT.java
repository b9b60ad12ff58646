package io.credentialbroker.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI and boto3, unmodified, through the packaged daemon, against an STS that is not ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientsIT {
  private static final String CONFIG = """
      [default]
      region = eu-central-1

      [profile base]
      region = eu-central-1

      [profile app]
      role_arn = arn:aws:iam::111122223333:role/app
      source_profile = base
      role_session_name = app-session
      duration_seconds = 900
      region = eu-central-1

      [profile late]
      role_arn = arn:aws:iam::111122223333:role/late
      source_profile = base
      role_session_name = late-session
      region = sa-east-1

      [profile audit]
      role_arn = arn:aws:iam::444455556666:role/path/audit
      source_profile = app
      external_id = audit/42
      role_session_name = audit-session
      region = eu-west-1
      """;
  private static final String KEYS = """
      [base]
      aws_access_key_id = AKIAIOSFODNN7EXAMPLE
      aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
      """;
  private static final String APP = "arn:aws:sts::111122223333:assumed-role/app/app-session";
  private static final String AUDIT = "arn:aws:sts::444455556666:assumed-role/audit/audit-session";

  private Moto moto;
  private Distribution distribution;
  private Service brokerd;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    moto = Moto.start(folder);
    distribution = new Distribution(folder);
    distribution
        .awsConfig(CONFIG.replaceAll("(?m)^region", "endpoint_url = " + moto.endpoint() + "\nregion"));
    distribution.awsCredentials(KEYS);
    brokerd = distribution.brokerd();
  }

  @AfterAll
  void stop() throws Exception {
    if (brokerd != null) {
      brokerd.close();
    }
    if (moto != null) {
      moto.close();
    }
  }

  @Test
  void awsCli_tokenFile_isTheAssumedRole() throws Exception {
    Tools.need("aws");
    assertThat(identity(variables("app"))).isEqualTo(APP);
  }

  @Test
  void awsCli_token_isTheAssumedRole() throws Exception {
    Tools.need("aws");
    assertThat(identity(withTokenItself(variables("app")))).isEqualTo(APP);
  }

  @Test
  void awsCli_chainedProfile_isTheLastRole() throws Exception {
    Tools.need("aws");
    assertThat(identity(variables("audit"))).startsWith("arn:aws:sts::444455556666:assumed-role/")
        .endsWith("audit/audit-session");
  }

  @Test
  void awsCli_unknownProfile_showsTheBrokersMessage() throws Exception {
    Tools.need("aws");
    var variables = variables("app");
    variables.compute("AWS_CONTAINER_CREDENTIALS_FULL_URI", (_, uri) -> uri.replace("/app", "/nobody"));
    Run run = aws(variables);
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("There is no profile 'nobody'");
  }

  @Test
  void awsCli_credentialProcess_isTheAssumedRole() throws Exception {
    Tools.need("aws");
    Path config = distribution.folder().resolve("process-config");
    Files.writeString(config, "[default]\nregion = eu-central-1\ncredential_process = "
        + Distribution.home().resolve("bin/broker") + " credential-process app\n");
    var variables = new HashMap<>(distribution.environment());
    variables.put("AWS_CONFIG_FILE", config.toString());
    assertThat(identity(variables)).isEqualTo(APP);
  }

  /** The line of docs/cli.md, with this daemon's socket and profile in the place of its own. */
  @Test
  void awsCli_credentialProcessOfCurl_isTheAssumedRole() throws Exception {
    Tools.need("aws");
    Tools.need("curl");
    String line = Files.readAllLines(Path.of("..", "docs", "cli.md")).stream().map(String::strip)
        .filter(one -> one.startsWith("credential_process = curl ")).findFirst().orElseThrow()
        .replaceFirst("/run/user/1000/credential-broker",
            Matcher.quoteReplacement(distribution.runtimeDirectory().toString()))
        .replaceFirst("deploy$", "app");
    Path config = distribution.folder().resolve("curl-config");
    Files.writeString(config, "[default]\nregion = eu-central-1\n" + line + "\n");
    var variables = new HashMap<>(distribution.environment());
    variables.put("AWS_CONFIG_FILE", config.toString());
    assertThat(identity(variables)).isEqualTo(APP);
  }

  @Test
  void awsCli_insideExec_isTheAssumedRole() throws Exception {
    Tools.need("aws");
    Run run = distribution.broker("exec", "app", "--", "aws", "--endpoint-url", moto.endpoint().toString(),
        "sts",
        "get-caller-identity", "--query", "Arn", "--output", "text");
    assertThat(run.succeeded().strip()).isEqualTo(APP);
  }

  /** The SDK reads the same files by itself when it makes a client, which a broken one must not stop. */
  @Test
  void credentialProcess_coldProfileWhileTheFileIsBroken_isServedAsLastRead() throws Exception {
    Path config = distribution.folder().resolve("home/.aws/config");
    String good = Files.readString(config);
    try {
      Files.writeString(config, good + "\n[oops");
      distribution.broker("reload");
      assertThat(distribution.broker("credential-process", "late").succeeded()).contains("\"Version\":1");
      assertThat(distribution.broker("status").succeeded()).contains(config.toString());
    } finally {
      Files.writeString(config, good);
      distribution.broker("reload");
    }
  }

  @Test
  void boto3_twoProfilesAcrossARefresh_keepTheirRolesAndGetNewKeys() throws Exception {
    Tools.needPythonModule("boto3", distribution.folder());
    try (var app = new Boto3(variables("app")); var audit = new Boto3(withTokenItself(variables("audit")))) {
      String[] appBefore = app.call();
      String[] auditBefore = audit.call();
      distribution.broker("refresh", "app").succeeded();
      distribution.broker("refresh", "audit").succeeded();
      // Sessions of 15 minutes are asked for at every signing (botocore's window), longer ones are not.
      String[] appAfter = app.call();

      assertThat(appBefore[1]).isEqualTo(APP);
      assertThat(appAfter[1]).isEqualTo(APP);
      assertThat(appAfter[0]).isNotEqualTo(appBefore[0]);
      assertThat(auditBefore[1]).endsWith("audit/audit-session");
      assertThat(audit.call()[1]).isEqualTo(auditBefore[1]);
    }
  }

  private String identity(Map<String, String> variables) {
    return aws(variables).succeeded().strip();
  }

  private Run aws(Map<String, String> variables) {
    var environment = new HashMap<>(variables);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return Run.of(environment, distribution.folder(),
        List.of("aws", "--endpoint-url", moto.endpoint().toString(),
            "sts", "get-caller-identity", "--query", "Arn", "--output", "text"));
  }

  /** What {@code broker env} gives, in a home that holds no AWS configuration. */
  private Map<String, String> variables(String profile) throws IOException {
    var variables = new HashMap<String, String>();
    var json = new JsonMapper().readTree(distribution.broker("env", profile, "--shell", "json").succeeded());
    json.properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
    assertThat(variables).containsKeys("AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    variables.put("HOME", Files.createDirectories(distribution.folder().resolve("empty")).toString());
    return variables;
  }

  private static Map<String, String> withTokenItself(Map<String, String> variables) throws IOException {
    String file = variables.remove("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", Files.readString(Path.of(file)));
    return variables;
  }

  /** A boto3 program that stays, as a long job does. */
  private final class Boto3 implements AutoCloseable {
    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    Boto3(Map<String, String> variables) throws IOException {
      Path script = distribution.folder().resolve("boto3_client.py");
      try (var resource = RealClientsIT.class.getResourceAsStream("/boto3_client.py")) {
        Files.write(script, java.util.Objects.requireNonNull(resource).readAllBytes());
      }
      var builder = new ProcessBuilder("python3", script.toString())
          .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().clear();
      builder.environment().put("PATH", System.getenv("PATH"));
      builder.environment().putAll(variables);
      builder.environment().put("AWS_ENDPOINT_URL", moto.endpoint().toString());
      process = builder.start();
      in = new java.io.OutputStreamWriter(process.getOutputStream(), UTF_8);
      out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** Access key id and ARN of one signed call. */
    String[] call() throws IOException {
      in.write("\n");
      in.flush();
      String line = out.readLine();
      assertThat(line).as("boto3's answer").isNotNull();
      return line.split(" ");
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
