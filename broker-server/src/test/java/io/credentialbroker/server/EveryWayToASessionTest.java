package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.identity.OidcIssuer;
import io.credentialbroker.sandbox.identity.SamlClaims;
import io.credentialbroker.sandbox.identity.SamlIssuer;
import io.credentialbroker.sandbox.platform.Job;
import io.credentialbroker.sandbox.world.ContainerTask;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.Instance;
import io.credentialbroker.sandbox.world.OidcProvider;
import io.credentialbroker.sandbox.world.SamlProvider;
import io.credentialbroker.sandbox.world.SsoAssignment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each source of credentials from the files on the disk to the answer on the wire, with its twin as AWS. */
class EveryWayToASessionTest extends AroundDaemon {
  private static final OidcIssuer GITHUB = new OidcIssuer("https://token.actions.githubusercontent.com");
  private static final OidcIssuer TERRAFORM = new OidcIssuer("https://app.terraform.io");
  private static final SamlIssuer COMPANY = new SamlIssuer("https://idp.example.com/saml");
  private static final String ACCOUNT = DemoWorld.USER_ACCOUNT;
  private static final String AUDIENCE = "sts.amazonaws.com";
  private static final String SUBJECT = "repo:acme/app:ref:refs/heads/main";
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void webIdentity_file_isReadAgainAtEachCall() throws Exception {
    trustWebIdentity("ci", GITHUB, AUDIENCE);
    Path token = Files.writeString(folder.resolve("token"), "stale");
    around.append("ci", "role_arn = " + role("ci") + "\nweb_identity_token_file = " + token);
    try (var daemon = around.daemon()) {
      assertThat(around.overTcp(daemon, "ci", around.token()).statusCode()).isIn(403, 503);
      Files.writeString(token, GITHUB.token(SUBJECT, AUDIENCE, Instant.now(), Duration.ofMinutes(5)));
      around.overUnix("control.sock", "POST", "/v1/profiles/ci/refresh");
      assertThat(around.credentials(daemon, "ci").get("RoleArn").asText()).isEqualTo(role("ci"));
    }
  }

  @Test
  void webIdentity_githubActions_asksThePlatform() throws Exception {
    trustWebIdentity("ci", GITHUB, AUDIENCE);
    around.environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", around.sandbox.addGithubJob(
        new Job("build", GITHUB, "request-token", SUBJECT, "https://github.com/acme")).toString());
    around.environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token");
    roleInToml("ci", "web_identity = { github_actions = true }");
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "ci").get("RoleArn").asText()).isEqualTo(role("ci"));
      assertThat(around.explained("ci").at("/recipe/settings").toString()).contains("GitHub Actions",
          around.toml.toString());
    }
  }

  @Test
  void webIdentity_hcpTerraform_isTakenFromTheVariable() throws Exception {
    String subject = "organization:acme:project:p:workspace:w:run_phase:apply";
    trustWebIdentity("run", TERRAFORM, "aws.workload.identity");
    around.environment.put("TFC_WORKLOAD_IDENTITY_TOKEN",
        TERRAFORM.token(subject, "aws.workload.identity", Instant.now(), Duration.ofMinutes(5)));
    roleInToml("run", "web_identity = { hcp_terraform = true }");
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "run").get("RoleArn").asText()).isEqualTo(role("run"));
    }
  }

  @Test
  void saml_assertionOfAFile_becomesTheRole() throws Exception {
    String provider = "arn:aws:iam::" + ACCOUNT + ":saml-provider/company";
    around.sandbox.world().put(new SamlProvider(ACCOUNT, "company", COMPANY))
        .put(IamRole.of(role("staff"), """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "%s"},
             "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"],
             "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}]}"""
            .formatted(provider)));
    Path assertion = Files.writeString(folder.resolve("assertion"),
        COMPANY.response(SamlClaims.of("alice@example.com", role("staff"), provider, Instant.now())));
    roleInToml("staff", "saml_assertion = { file = \"" + assertion + "\" }");
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "staff").get("RoleArn").asText()).isEqualTo(role("staff"));
      assertThat(around.status("staff").get("arn").asText()).endsWith("assumed-role/staff/alice@example.com");
    }
  }

  @Test
  void sso_signInAboutToEnd_isRenewedAndBecomesTheRole() throws Exception {
    around.sandbox.world().put(SsoAssignment.of(ACCOUNT, "Developer", DemoWorld.ROLE));
    around.environment.put("AWS_ENDPOINT_URL", around.sandbox.endpoint().toString());
    Files.writeString(around.config, """
        [sso-session admin]
        sso_start_url = https://example.awsapps.com/start
        sso_region = eu-central-1
        [profile dev]
        sso_session = admin
        sso_account_id = %s
        sso_role_name = Developer
        """.formatted(ACCOUNT));
    var client = post("/client/register", "{\"clientName\": \"test\", \"clientType\": \"public\"}");
    var tokens = around.sandbox.signIns().issue("alice");
    // The name of the file is the SHA-1 of "admin", as the AWS CLI names it.
    Path cache = Files.createDirectories(around.home.resolve(".aws/sso/cache"))
        .resolve("d033e22ae348aeb5660fc2140aec35850c4da997.json");
    Files.writeString(cache, new ObjectMapper().createObjectNode()
        .put("startUrl", "https://example.awsapps.com/start").put("region", "eu-central-1")
        .put("accessToken", "over").put("refreshToken", tokens.refresh())
        .put("expiresAt", Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS).toString())
        .put("clientId", client.get("clientId").asText())
        .put("clientSecret", client.get("clientSecret").asText())
        .put("registrationExpiresAt", "2999-01-01T00:00:00Z").toString());
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "dev").get("AccountId").asText()).isEqualTo(ACCOUNT);
      assertThat(new ObjectMapper().readTree(cache.toFile()).get("accessToken").asText())
          .isNotEqualTo("over");
    }
  }

  @Test
  void containerEndpoint_withItsToken_isServed() throws Exception {
    around.sandbox.world().put(ContainerTask.of("task", "task-token", DemoWorld.ROLE));
    around.environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI",
        around.sandbox.containerCredentials("task").toString());
    around.environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "task-token");
    around.append("task", "credential_source = EcsContainer");
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "task").get("AccessKeyId").asText()).startsWith("ASIA");
    }
  }

  @Test
  void instanceMetadata_asSourceOfALongRole_isCappedAtOneHourWithANote() throws Exception {
    around.sandbox.world().put(Instance.of(DemoWorld.ROLE, "eu-central-1"));
    around.append("partner",
        "role_arn = " + DemoWorld.PARTNER_ROLE + "\nexternal_id = " + DemoWorld.EXTERNAL_ID
            + "\ncredential_source = Ec2InstanceMetadata\nduration_seconds = 7200\n"
            + "ec2_metadata_service_endpoint = " + around.sandbox.endpoint());
    try (var daemon = around.daemon()) {
      var credentials = around.credentials(daemon, "partner");
      assertThat(credentials.get("AccountId").asText()).isEqualTo(DemoWorld.PARTNER_ACCOUNT);
      assertThat(Instant.parse(credentials.get("Expiration").asText()))
          .isBefore(Instant.now().plus(Duration.ofMinutes(61)));
      assertThat(around.status("partner").get("notes").toString()).contains("7200");
      assertThat(around.explained("partner").get("notes").toString()).contains("7200");
    }
  }

  @Test
  void credentialProcess_answer_isServedAsItIs() throws Exception {
    Path json = Files.writeString(folder.resolve("answer.json"), """
        {"Version": 1, "AccessKeyId": "ASIAPROCESS", "SecretAccessKey": "s", "SessionToken": "t",
         "Expiration": "%s"}""".formatted(Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS)));
    around.append("tool", "credential_process = /bin/cat " + json);
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "tool").get("AccessKeyId").asText()).isEqualTo("ASIAPROCESS");
      assertThat(around.explained("tool").at("/recipe/settings/0/value").asText()).startsWith("/bin/cat ")
          .doesNotContain("answer.json");
    }
  }

  @Test
  void federatedUser_ofAProfileWithKeys_isGetFederationToken() throws Exception {
    around.toml("[profile.keys]\nfederated_user = \"bob\"\nduration_seconds = 900\n");
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "keys");
      assertThat(around.status("keys").get("arn").asText())
          .isEqualTo("arn:aws:sts::" + ACCOUNT + ":federated-user/bob");
      assertThat(around.sandbox.calls().count("sts:GetFederationToken")).isEqualTo(1);
    }
  }

  @Test
  void tagsAndSourceIdentity_ofBrokerToml_arriveAtSts() throws Exception {
    around.sandbox.world()
        .put(IamRole.of(role("tagged"),
            """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
                 "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                 "Condition": {"StringEquals": {"aws:RequestTag/team": "platform", "sts:SourceIdentity": "alice",
                                                "sts:TransitiveTagKeys": "team", "sts:RoleSessionName": "alice-session"}}}]}"""
                .formatted(DemoWorld.USER)));
    around.append("tagged", "role_arn = " + role("tagged") + "\nsource_profile = keys");
    try (var daemon = around.daemon()) {
      assertThat(around.overTcp(daemon, "tagged", around.token()).statusCode()).isIn(403, 503);
      around.toml("[profile.tagged]\nsource_identity = \"alice\"\ntags = { team = \"platform\" }\n"
          + "transitive_tags = [\"team\"]\nrole_session_name = \"alice-session\"\n");
      assertThat(daemon.reload()).isEmpty();
      assertThat(around.credentials(daemon, "tagged").get("RoleArn").asText()).isEqualTo(role("tagged"));
      assertThat(around.explained("tagged").at("/recipe/settings").toString()).contains("team=platform");
    }
  }

  @Test
  void policyFile_changed_isInForceWithoutRestart() throws Exception {
    Path policy = Files.writeString(folder.resolve("least.json"), policy("Deny"));
    around.toml("[role.limited]\nrole_arn = \"" + DemoWorld.ROLE
        + "\"\nsource_profile = \"keys\"\nendpoint_url = \""
        + around.sandbox.endpoint() + "\"\nregion = \"eu-central-1\"\npolicy_file = \"" + policy + "\"\n");
    around.append("below", "role_arn = " + DemoWorld.PARTNER_ROLE + "\nexternal_id = " + DemoWorld.EXTERNAL_ID
        + "\nsource_profile = limited");
    try (var daemon = around.daemon()) {
      around.credentials(daemon, "limited");
      var refused = around.overUnix("control.sock", "POST", "/v1/profiles/below/refresh");
      assertThat(refused.status()).isEqualTo(403);
      Files.delete(policy);
      Eventually.within(SOON, "the missing file is told", () -> !problems().isEmpty());
      assertThat(problems().get(0).get("file").asText()).isEqualTo(policy.toString());
      Files.writeString(policy, policy("Allow"));
      Eventually.within(SOON, "the problem is gone", () -> problems().isEmpty());
      Eventually.within(SOON, "the role below can be assumed",
          () -> around.overTcp(daemon, "below", around.token()).statusCode() == 200);
    }
  }

  private static String policy(String effect) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"" + effect
        + "\", \"Action\": \"sts:*\", \"Resource\": \"*\"}]}";
  }

  private void trustWebIdentity(String role, OidcIssuer issuer, String audience) {
    around.sandbox.world().put(new OidcProvider(ACCOUNT, issuer, Set.of(audience)))
        .put(IamRole.of(role(role), """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Federated": "arn:aws:iam::%1$s:oidc-provider/%2$s"},
             "Action": "sts:AssumeRoleWithWebIdentity",
             "Condition": {"StringEquals": {"%2$s:aud": "%3$s"}, "StringLike": {"%2$s:sub": "*acme*"}}}]}"""
            .formatted(ACCOUNT, issuer.host(), audience)));
  }

  private static String role(String name) {
    return "arn:aws:iam::" + ACCOUNT + ":role/" + name;
  }

  private void roleInToml(String name, String keys) throws Exception {
    around.toml("[role." + name + "]\nrole_arn = \"" + role(name) + "\"\nendpoint_url = \""
        + around.sandbox.endpoint() + "\"\nregion = \"eu-central-1\"\n" + keys + "\n");
  }

  private JsonNode problems() throws Exception {
    return around.overUnix("control.sock", "GET", "/v1/status").json().get("problems");
  }

  private JsonNode post(String path, String body) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(around.sandbox.endpoint() + path))
          .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
      return new ObjectMapper().readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }
}
