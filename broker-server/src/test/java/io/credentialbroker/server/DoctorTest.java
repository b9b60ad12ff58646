package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.IamUser;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What {@code broker doctor PROFILE} finds, for each way in which AWS refuses a role, on the sandbox's STS. */
class DoctorTest extends AroundDoctor {
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
}
