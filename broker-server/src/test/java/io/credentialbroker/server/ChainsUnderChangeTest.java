package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.Sandbox;
import io.credentialbroker.sandbox.SandboxOptions;
import io.credentialbroker.sandbox.fault.Call;
import io.credentialbroker.sandbox.fault.Fault;
import io.credentialbroker.sandbox.world.IamRole;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens around a chain while it is in use: other config, a dead upstream, no role at all. */
class ChainsUnderChangeTest extends AroundDaemon {
  private static final String APP = "arn:aws:iam::" + DemoWorld.USER_ACCOUNT + ":role/app";
  private static final String OTHER = "arn:aws:iam::" + DemoWorld.USER_ACCOUNT + ":role/other";

  private String files;

  @BeforeEach
  void surround() throws Exception {
    around.sandbox.world().put(IamRole.trusting(OTHER, DemoWorld.USER).allowing("sts:*", "*"))
        .put(IamRole.of(APP, """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"AWS": ["%s", "%s"]}, "Action": "sts:AssumeRole"}]}"""
            .formatted(DemoWorld.ROLE, OTHER)));
    files = Files.readString(around.config);
    over("demo");
  }

  @Test
  void sourceProfile_changedWhileTheSessionIsHeld_nextAnswerIsOfTheNewChain() throws Exception {
    try (var daemon = around.daemon()) {
      var before = around.credentials(daemon, "app");
      assertThat(assumersOfApp()).containsExactly("demo");
      over("other");
      assertThat(daemon.reload()).isEmpty();
      var after = around.credentials(daemon, "app");
      assertThat(after.get("AccessKeyId")).isNotEqualTo(before.get("AccessKeyId"));
      assertThat(assumersOfApp()).containsExactly("demo", "other");
      assertThat(around.credentials(daemon, "app")).as("held from now on").isEqualTo(after);
    }
  }

  @Test
  void sourceProfile_changedWhileItsCallIsUnderWay_lateAnswerIsNobodys() throws Exception {
    around.sandbox.faults().times("sts:AssumeRole", 1, new Fault.BlackHole());
    try (var daemon = around.daemon()) {
      assertThat(around.overTcp(daemon, "app", around.token()).statusCode()).isEqualTo(503);
      over("other");
      assertThat(daemon.reload()).isEmpty();
      around.credentials(daemon, "app");
      assertThat(assumersOfApp()).containsExactly("other");
    }
  }

  @Test
  void role_changedToOneThatIsNotTrusted_oldSessionIsNotServedInItsPlace() throws Exception {
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "app");
      over("keys");
      assertThat(daemon.reload()).isEmpty();
      assertThat(around.refused(daemon, "app").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void blackHole_besideAHealthyProfile_healthyOneAnswersMeanwhile() throws Exception {
    try (var hole = Sandbox.start(DemoWorld.create(), SandboxOptions.defaults())) {
      hole.faults().always("*", new Fault.BlackHole());
      Files.writeString(around.config, "[profile hung]\nregion = eu-central-1\nendpoint_url = "
          + hole.endpoint() + "\nrole_arn = " + DemoWorld.ROLE + "\nsource_profile = keys\n" + files);
      try (var daemon = around.daemon()) {
        assertThat(around.overTcp(daemon, "hung", around.token()).statusCode()).isEqualTo(503);
        assertThat(around.credentials(daemon, "demo").get("RoleArn").asText()).isEqualTo(DemoWorld.ROLE);
        assertThat(around.status("hung").get("state").asText()).isIn("FETCHING", "FAILED");
      }
    }
  }

  @Test
  void credentialSourceEnvironment_ofARole_signsWithTheDaemonsKeys() throws Exception {
    around.environment.put("AWS_ACCESS_KEY_ID", DemoWorld.KEY_ID);
    around.environment.put("AWS_SECRET_ACCESS_KEY", DemoWorld.SECRET);
    around.append("env", "role_arn = " + DemoWorld.ROLE + "\ncredential_source = Environment");
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "env").get("RoleArn").asText()).isEqualTo(DemoWorld.ROLE);
    }
  }

  @Test
  void sessionOfKeys_looked_tellsAccountAndArnAfterOneQuestion() throws Exception {
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "keys");
      assertThat(around.sandbox.calls().count("sts:GetCallerIdentity")).as("serving asks nothing").isZero();
      around.isSeenAs("keys", DemoWorld.USER);
      assertThat(around.status("keys").get("accountId").asText()).isEqualTo(DemoWorld.USER_ACCOUNT);
      assertThat(around.explained("keys").at("/identity/arn").asText()).isEqualTo(DemoWorld.USER);
      assertThat(around.sandbox.calls().count("sts:GetCallerIdentity")).isEqualTo(1);
    }
  }

  @Test
  void sessionOfKeys_identityRefused_isServedAllTheSame() throws Exception {
    around.sandbox.faults().always("sts:GetCallerIdentity", new Fault.BlackHole());
    try (var daemon = around.daemon()) {
      var first = around.credentials(daemon, "keys");
      assertThat(around.status("keys").has("arn")).isFalse();
      assertThat(around.status("keys").get("state").asText()).isEqualTo("FRESH");
      assertThat(around.credentials(daemon, "keys")).isEqualTo(first);
    }
  }

  @Test
  void federatedUser_ofARoleOfBrokerToml_isGetFederationTokenWithItsSourcesKeys() throws Exception {
    around.toml("[role.guest]\nsource_profile = \"keys\"\nfederated_user = \"guest\"\nendpoint_url = \""
        + around.sandbox.endpoint() + "\"\nregion = \"eu-central-1\"\n");
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "guest");
      assertThat(around.status("guest").get("arn").asText()).endsWith(":federated-user/guest");
      assertThat(around.explained("guest").at("/recipe/settings").toString())
          .contains(around.toml + ":5", "federated_user");
    }
  }

  @Test
  void reload_brokenProfile_isNamedOnceAndTheRestIsServed() throws Exception {
    around.append("bad", "role_arn = nonsense\nsource_profile = keys");
    around.append("over", "role_arn = " + APP + "\nsource_profile = bad");
    try (var _ = around.daemon()) {
      var problems = around.overUnix("control.sock", "POST", "/v1/reload").json().get("problems");
      assertThat(problems.findValuesAsText("profile")).containsExactly("bad");
    }
  }

  /** The profile {@code app} with this source, and all that was there. */
  private void over(String source) throws Exception {
    Files.writeString(around.config, files + around.role("other", OTHER, "keys", "")
        + around.role("app", APP, source, ""));
  }

  /** The names of the roles with which the role {@code app} was assumed, in order. */
  private List<String> assumersOfApp() {
    return around.sandbox.calls().log().stream()
        .filter(call -> call.action().equals("sts:AssumeRole") && APP.equals(call.subject())
            && call.status() == 200)
        .map(Call::caller).map(arn -> String.valueOf(arn).split("/")[1]).toList();
  }
}
