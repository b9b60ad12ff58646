package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.SandboxOptions;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.IamUser;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkGlobalTime;

/** What {@code broker doctor PROFILE} finds, for each way in which AWS refuses a role, on the sandbox's STS. */
class DoctorTest extends AroundDaemon {
  private static final String ACCOUNT = DemoWorld.USER_ACCOUNT;
  private static final String OTHER_ROLE = "arn:aws:iam::" + DemoWorld.PARTNER_ACCOUNT + ":role/other";
  private static final String USER_KEYS = "static keys " + DemoWorld.KEY_ID;

  @AfterEach
  void end() {
    // After a refusal for the clock's sake the SDK signs by AWS's time, in the whole process.
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  @Test
  void doctor_chainInOrder_isHealthyAndTellsWhoIsWho() throws Exception {
    try (var daemon = around.daemon()) {
      JsonNode found = examine("chain");
      assertThat(found.get("healthy").asBoolean()).isTrue();
      assertThat(outcomes(found)).containsExactly("WORKED", "WORKED", "WORKED");
      assertThat(found.at("/steps/0/arn").asText()).isEqualTo(DemoWorld.USER);
      assertThat(found.at("/steps/2/arn").asText()).contains(":assumed-role/demo-partner/");
      assertThat(found.get("causes")).isEmpty();
      assertThat(found.get("clockAheadSeconds").asInt()).isBetween(-60, 60);
      assertThat(found.has("heldUntil")).as("nobody has asked for the session").isFalse();
    }
  }

  @Test
  void doctor_sessionIsHeld_isNeitherReplacedNorAsked() throws Exception {
    try (var daemon = around.daemon()) {
      String held = around.credentials(daemon, "demo").get("AccessKeyId").asText();
      around.sandbox.world().removeRole(DemoWorld.ROLE);
      JsonNode found = examine("demo");
      assertThat(found.get("healthy").asBoolean()).as("the attempt is a real one").isFalse();
      assertThat(found.get("heldUntil").asText()).isNotEmpty();
      assertThat(around.credentials(daemon, "demo").get("AccessKeyId").asText()).isEqualTo(held);
      assertThat(around.overUnix("control.sock", "GET", "/v1/status").json().toString())
          .contains("\"FRESH\"").doesNotContain("lastFailure");
    }
  }

  @Test
  void doctor_callerIsNotAllowed_hasThePolicyForThatRole() throws Exception {
    var user = IamUser.of("arn:aws:iam::" + ACCOUNT + ":user/poor").withKey("AKIASANDBOXPOORUSER0", "poor");
    around.sandbox.world().put(user).put(IamRole.trusting(OTHER_ROLE, ACCOUNT));
    write(keys("AKIASANDBOXPOORUSER0", "poor", "") + around.role("other", OTHER_ROLE, "base", ""));
    try (var daemon = around.daemon()) {
      JsonNode found = examine("other");
      assertThat(outcomes(found)).containsExactly("WORKED", "FAILED");
      assertThat(found.at("/steps/1/failure/code").asText()).isEqualTo("AccessDenied");
      assertThat(found.at("/causes/0/cause").asText()).isEqualTo("CALLER_NOT_ALLOWED");
      JsonNode mending = found.at("/causes/0/mendings/0");
      assertThat(mending.get("caller").asText()).isEqualTo("user poor");
      // The proof of a mending is that it mends.
      around.sandbox.world().put(user.withPolicy(mending.get("policy").toString()));
      around.sandbox.world().put(IamRole.trusting(OTHER_ROLE, user.arn()));
      assertThat(examine("other").get("healthy").asBoolean()).isTrue();
    }
  }

  @Test
  void doctor_trustPolicyIsLacking_hasTheStatementThatLetsTheCallerIn() throws Exception {
    around.sandbox.world().put(IamRole.trusting(OTHER_ROLE, DemoWorld.PARTNER_ACCOUNT));
    write(around.role("other", OTHER_ROLE, "keys", "external_id = from-the-owner"));
    try (var daemon = around.daemon()) {
      JsonNode found = examine("other");
      assertThat(causes(found)).startsWith("CALLER_NOT_ALLOWED", "TRUST_POLICY").contains("NO_SUCH_ROLE");
      JsonNode mending = cause(found, "TRUST_POLICY").at("/mendings/0");
      assertThat(mending.get("kind").asText()).isEqualTo("TRUST_POLICY");
      assertThat(mending.get("role").asText()).isEqualTo(OTHER_ROLE);
      around.sandbox.world().put(IamRole.of(OTHER_ROLE, mending.get("policy").toString()));
      assertThat(examine("other").get("healthy").asBoolean()).isTrue();
    }
  }

  @Test
  void doctor_wrongExternalId_saysThatTheRoleMayAskForAnother() throws Exception {
    write(around.role("demo", DemoWorld.ROLE, "keys", "")
        + around.role("chain", DemoWorld.PARTNER_ROLE, "demo", "external_id = wrong-one"));
    try (var daemon = around.daemon()) {
      JsonNode found = examine("chain");
      assertThat(outcomes(found)).containsExactly("WORKED", "WORKED", "FAILED");
      assertThat(causes(found)).startsWith("CALLER_NOT_ALLOWED", "TRUST_POLICY", "EXTERNAL_ID");
      JsonNode cause = cause(found, "EXTERNAL_ID");
      assertThat(cause.get("because").asText()).contains("wrong-one");
      assertThat(texts(cause.get("mendings"), "kind")).containsExactly("PROFILE_KEY", "TRUST_POLICY");
      assertThat(Files.readAllLines(around.config).get(line(cause.at("/mendings/0")) - 1))
          .isEqualTo("external_id = wrong-one");
      // The proof of a mending is that it mends.
      Files.writeString(around.config,
          Files.readString(around.config).replace("external_id = wrong-one\n", "")
              + block(cause.at("/mendings/0"), DemoWorld.EXTERNAL_ID));
      reload();
      assertThat(examine("chain").get("healthy").asBoolean()).isTrue();
    }
  }

  @Test
  void doctor_sourceIdentityIsAskedFor_isWrittenIntoBrokerToml() throws Exception {
    around.sandbox.world().put(IamRole.of(OTHER_ROLE, """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
          "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
          "Condition": {"StringEquals": {"sts:SourceIdentity": "alice"}}}]}""".formatted(DemoWorld.USER)));
    around.sandbox.world().put(around.sandbox.world().user(DemoWorld.USER).orElseThrow()
        .withPolicy("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "%s",
              "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"]}]}""".formatted(OTHER_ROLE)));
    write(around.role("other", OTHER_ROLE, "keys", ""));
    try (var daemon = around.daemon()) {
      JsonNode mending = cause(examine("other"), "SOURCE_IDENTITY").at("/mendings/0");
      Path file = Path.of(mending.get("origin").asText());
      assertThat(file).hasFileName("broker.toml");
      Files.writeString(file, '\n' + block(mending, "alice"), StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      reload();
      assertThat(examine("other").get("healthy").asBoolean()).isTrue();
    }
  }

  @Test
  void doctor_noExternalId_namesKeyAndPlace() throws Exception {
    write(around.role("demo", DemoWorld.ROLE, "keys", "")
        + around.role("chain", DemoWorld.PARTNER_ROLE, "demo", ""));
    try (var daemon = around.daemon()) {
      JsonNode mending = cause(examine("chain"), "EXTERNAL_ID").at("/mendings/0");
      assertThat(mending.get("key").asText()).isEqualTo("external_id");
      assertThat(mending.get("origin").asText()).isEqualTo(around.config.toString());
      Files.writeString(around.config,
          Files.readString(around.config) + block(mending, DemoWorld.EXTERNAL_ID));
      reload();
      assertThat(examine("chain").get("healthy").asBoolean()).isTrue();
    }
  }

  @Test
  void doctor_mfaIsMissing_namesTheKey() throws Exception {
    write(around.role("mfa", DemoWorld.MFA_ROLE, "keys", ""));
    try (var daemon = around.daemon()) {
      JsonNode mending = cause(examine("mfa"), "MFA").at("/mendings/0");
      assertThat(mending.get("key").asText()).isEqualTo("mfa_serial");
    }
  }

  @Test
  void doctor_codeIsNeeded_spendsNoneAndNamesTheCommand() throws Exception {
    write(around.role("mfa", DemoWorld.MFA_ROLE, "keys", "mfa_serial = " + DemoWorld.MFA_SERIAL));
    try (var daemon = around.daemon()) {
      JsonNode found = examine("mfa");
      assertThat(outcomes(found)).containsExactly("WORKED", "FAILED", "NOT_TRIED");
      assertThat(found.at("/causes/0/mendings/0/text").asText()).contains("broker mfa mfa");
      assertThat(around.sandbox.calls().count("sts:GetSessionToken")).isZero();
    }
  }

  @Test
  void doctor_codeWasGiven_takesItsSession() throws Exception {
    write(around.role("mfa", DemoWorld.MFA_ROLE, "keys", "mfa_serial = " + DemoWorld.MFA_SERIAL));
    try (var daemon = around.daemon();
        var control = new UnixHttp(around.runtime.resolve("control.sock"))) {
      String code = around.sandbox.world().device(DemoWorld.MFA_SERIAL).orElseThrow().code(Instant.now());
      assertThat(
          control.ask("POST", "/v1/mfa", "{\"profile\":\"mfa\",\"code\":\"" + code + "\"}").status())
          .isEqualTo(200);
      JsonNode found = examine("mfa");
      assertThat(outcomes(found)).containsExactly("WORKED", "HELD", "WORKED");
      assertThat(found.at("/steps/1/arn").asText()).isEqualTo(DemoWorld.USER);
    }
  }

  @Test
  void doctor_sessionInTheFileHasExpired_isFoundAtTheKeys() throws Exception {
    layOut(SandboxOptions.defaults().withSignatureWindow(Duration.ofDays(2)));
    try (var daemon = around.daemon()) {
      JsonNode session = around.credentials(daemon, "demo");
      write(keys(session.get("AccessKeyId").asText(), session.get("SecretAccessKey").asText(),
          "aws_session_token = " + session.get("Token").asText())
          + around.role("late", DemoWorld.ROLE, "base", ""));
      assertThat(around.overUnix("control.sock", "POST", "/v1/reload").status()).isEqualTo(200);
      around.sandbox.clock().setOffset(Duration.ofDays(1));
      JsonNode found = examine("late");
      assertThat(outcomes(found)).containsExactly("FAILED", "NOT_TRIED");
      assertThat(causes(found)).containsExactly("EXPIRED");
      assertThat(found.at("/causes/0/mendings/0/key").asText()).isEqualTo("aws_session_token");
    }
  }

  @Test
  void doctor_durationIsTooLong_isCertainAndNamesThePlace() throws Exception {
    String role = "arn:aws:iam::" + ACCOUNT + ":role/short";
    around.sandbox.world().put(IamRole.trusting(role, DemoWorld.USER).withMaxSession(Duration.ofHours(1)));
    write(around.role("short", role, "keys", "duration_seconds = 7200"));
    try (var daemon = around.daemon()) {
      JsonNode found = examine("short");
      assertThat(causes(found)).containsExactly("DURATION_OVER_ROLE_MAXIMUM");
      assertThat(found.at("/causes/0/evidence").asText()).isEqualTo("CERTAIN");
      JsonNode mending = found.at("/causes/0/mendings/0");
      assertThat(mending.get("key").asText()).isEqualTo("duration_seconds");
      assertThat(Files.readAllLines(around.config).get(line(mending) - 1))
          .isEqualTo("duration_seconds = 7200");
    }
  }

  @Test
  void doctor_endpointIsDead_namesTheSetting() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.writeString(around.config, "[profile dead]\nregion = eu-central-1\nendpoint_url = http://127.0.0.1:"
        + port + "\nrole_arn = " + DemoWorld.ROLE + "\nsource_profile = keys\n");
    try (var daemon = around.daemon()) {
      JsonNode found = examine("dead");
      assertThat(outcomes(found)).containsExactly("FAILED", "NOT_TRIED");
      assertThat(causes(found)).containsExactly("UNREACHABLE");
      JsonNode mending = found.at("/causes/0/mendings/0");
      assertThat(mending.get("key").asText()).isEqualTo("endpoint_url");
      assertThat(Files.readAllLines(around.config).get(line(mending) - 1))
          .as("the keys are tried where the role is asked for")
          .startsWith("endpoint_url = http://127.0.0.1:");
    }
  }

  @Test
  void doctor_commandPrintsNoJson_saysWhatItHasToPrint() throws Exception {
    write("[profile process]\ncredential_process = echo hello\n");
    try (var daemon = around.daemon()) {
      JsonNode found = examine("process");
      assertThat(outcomes(found)).containsExactly("FAILED");
      assertThat(causes(found)).containsExactly("UPSTREAM");
      assertThat(found.at("/causes/0/because").asText())
          .isEqualTo("The command echo gave something that is not a JSON object.");
      assertThat(found.at("/causes/0/mendings/0/text").asText()).contains("Run it in a terminal",
          "AccessKeyId");
    }
  }

  @Test
  void doctor_noInstanceMetadata_blamesNoAddressOfSts() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    write(around.profile("instance",
        "role_arn = " + DemoWorld.ROLE + "\ncredential_source = Ec2InstanceMetadata\n"
            + "metadata_service_num_attempts = 1\nec2_metadata_service_endpoint = http://127.0.0.1:" + port));
    try (var daemon = around.daemon()) {
      JsonNode found = examine("instance");
      assertThat(outcomes(found)).containsExactly("FAILED", "NOT_TRIED");
      assertThat(causes(found)).containsExactly("UNREACHABLE");
      assertThat(found.at("/causes/0/because").asText())
          .isEqualTo("No connection to the instance metadata service could be made.");
      assertThat(found.at("/causes/0/mendings").toString())
          .contains("EC2 instances only", "ec2_metadata_service_endpoint").doesNotContain("sts");
    }
  }

  @Test
  void doctor_clockIsOff_signsByAwsTimeAndTellsByHowMuch() throws Exception {
    around.sandbox.clock().setOffset(Duration.ofHours(1));
    try (var daemon = around.daemon()) {
      JsonNode found = examine("demo");
      assertThat(outcomes(found)).containsExactly("WORKED", "WORKED");
      assertThat(found.get("clockAheadSeconds").asInt()).isBetween(-3660, -3540);
    }
  }

  @Test
  void doctor_wrongSecret_isFoundAtTheKeysAndNotAtTheRole() throws Exception {
    write(keys(DemoWorld.KEY_ID, "not/the/secret", "") + around.role("demo", DemoWorld.ROLE, "base", ""));
    try (var daemon = around.daemon()) {
      JsonNode found = examine("demo");
      assertThat(found.at("/steps/0/step").asText()).isEqualTo(USER_KEYS);
      assertThat(outcomes(found)).containsExactly("FAILED", "NOT_TRIED");
      assertThat(causes(found)).startsWith("WRONG_SECRET_KEY");
      assertThat(found.toString()).doesNotContain("not/the/secret");
    }
  }

  @Test
  void doctor_unknownKey_isFoundAtTheKeys() throws Exception {
    write(keys("AKIANOBODYKNOWSME000", "x", "") + around.role("demo", DemoWorld.ROLE, "base", ""));
    try (var daemon = around.daemon()) {
      JsonNode found = examine("demo");
      assertThat(causes(found)).startsWith("KEY_INACTIVE");
      assertThat(found.at("/causes/0/mendings/0/origin").asText()).matches(".*/config:\\d+");
    }
  }

  @Test
  void doctor_keysOfTheSourceAreUnknown_areMendedInTheSourcesSection() throws Exception {
    write(around.profile("base", "") + around.role("demo", DemoWorld.ROLE, "base", ""));
    Path credentials = around.home.resolve(".aws/credentials");
    Files.writeString(credentials, "[demo-of-others]\n[base]\naws_access_key_id = AKIANOBODYKNOWSME000\n"
        + "aws_secret_access_key = " + DemoWorld.SECRET + "\n");
    try (var daemon = around.daemon()) {
      JsonNode mending = cause(examine("demo"), "KEY_INACTIVE").at("/mendings/0");
      assertThat(mending.get("key").asText()).isEqualTo("aws_access_key_id");
      assertThat(mending.get("origin").asText()).isEqualTo(credentials + ":3");
      assertThat(mending.get("block").asText()).startsWith("[base]\n").doesNotContain("demo");
      Files.writeString(credentials, block(mending, DemoWorld.KEY_ID) + "aws_secret_access_key = "
          + DemoWorld.SECRET + "\n");
      reload();
      assertThat(examine("demo").get("healthy").asBoolean()).isTrue();
    }
  }

  @Test
  void doctor_endpointOfAVariableIsDead_namesTheVariableOfTheDaemon() throws Exception {
    try (var free = new ServerSocket(0)) {
      around.environment.put("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:" + free.getLocalPort());
    }
    try (var daemon = around.daemon()) {
      JsonNode found = examine("demo");
      assertThat(causes(found)).containsExactly("UNREACHABLE");
      JsonNode mending = found.at("/causes/0/mendings/0");
      assertThat(mending.get("origin").asText()).isEqualTo("the environment of brokerd");
      assertThat(mending.get("block").asText().lines())
          .last().asString().startsWith("AWS_ENDPOINT_URL_STS=https://");
      assertThat(around.explained("demo").findValuesAsText("origin"))
          .contains("environment AWS_ENDPOINT_URL_STS");
      assertThat(around.overUnix("control.sock", "GET", "/v1/profiles/demo/environment").body())
          .as("programs call STS themselves, and not at the daemon's address").doesNotContain("ENDPOINT");
    }
  }

  @Test
  void doctor_roleIsAbsent_isAmongTheCauses() throws Exception {
    write(around.role("gone", "arn:aws:iam::" + ACCOUNT + ":role/gone", "keys", ""));
    try (var daemon = around.daemon()) {
      assertThat(cause(examine("gone"), "NO_SUCH_ROLE").at("/mendings/0/key").asText()).isEqualTo("role_arn");
    }
  }

  @Test
  void doctor_profileIsBroken_isItsProblem() throws Exception {
    write("[profile half]\nrole_arn = " + DemoWorld.ROLE + "\n");
    try (var daemon = around.daemon()) {
      JsonNode found = examine("half");
      assertThat(found.get("healthy").asBoolean()).isFalse();
      assertThat(found.at("/problem/key").asText()).isEqualTo("role_arn");
      assertThat(around.overUnix("control.sock", "POST", "/v1/profiles/nobody/doctor").status())
          .isEqualTo(404);
    }
  }

  private void write(String profiles) throws Exception {
    Files.writeString(around.config, around.profile("keys", "") + profiles);
  }

  private String keys(String id, String secret, String more) {
    return around.profile("base", "aws_access_key_id = " + id + "\naws_secret_access_key = " + secret + "\n"
        + more);
  }

  private JsonNode examine(String profile) throws Exception {
    var reply = around.overUnix("control.sock", "POST", "/v1/profiles/" + profile + "/doctor");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private void reload() throws Exception {
    assertThat(around.overUnix("control.sock", "POST", "/v1/reload").status()).isEqualTo(200);
  }

  /** What to paste, with the value that only the role's owner knows. */
  private static String block(JsonNode mending, String value) {
    return mending.get("block").asText().replace(mending.get("value").asText(), value) + '\n';
  }

  private static List<String> outcomes(JsonNode found) {
    return texts(found.get("steps"), "outcome");
  }

  private static List<String> causes(JsonNode found) {
    return texts(found.get("causes"), "cause");
  }

  private static List<String> texts(JsonNode array, String key) {
    var texts = new ArrayList<String>();
    array.forEach(one -> texts.add(one.get(key).asText()));
    return texts;
  }

  private static JsonNode cause(JsonNode found, String cause) {
    return StreamSupport.stream(found.get("causes").spliterator(), false)
        .filter(one -> one.get("cause").asText().equals(cause)).findFirst()
        .orElseThrow(() -> new AssertionError(cause + " is not among " + causes(found)));
  }

  private static int line(JsonNode mending) {
    String origin = mending.get("origin").asText();
    return Integer.parseInt(origin.substring(origin.lastIndexOf(':') + 1));
  }
}
