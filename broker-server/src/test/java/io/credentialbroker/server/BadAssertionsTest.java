package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.identity.OidcIssuer;
import io.credentialbroker.sandbox.identity.SamlClaims;
import io.credentialbroker.sandbox.identity.SamlIssuer;
import io.credentialbroker.sandbox.world.IamRole;
import io.credentialbroker.sandbox.world.OidcProvider;
import io.credentialbroker.sandbox.world.SamlProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens and assertions of commands and files, good ones and bad ones: what the caller sees. */
class BadAssertionsTest extends AroundDaemon {
  private static final SamlIssuer COMPANY = new SamlIssuer("https://idp.example.com/saml");
  private static final OidcIssuer ISSUER = new OidcIssuer("https://id.example.com");
  private static final String ROLE = "arn:aws:iam::" + DemoWorld.USER_ACCOUNT + ":role/staff";
  private static final String PROVIDER = "arn:aws:iam::" + DemoWorld.USER_ACCOUNT + ":saml-provider/company";

  private Path file;

  @BeforeEach
  void surround() throws Exception {
    file = folder.resolve("given");
    around.sandbox.world().put(new SamlProvider(DemoWorld.USER_ACCOUNT, "company", COMPANY))
        .put(new OidcProvider(DemoWorld.USER_ACCOUNT, ISSUER, Set.of("aud")))
        .put(IamRole.of(ROLE, """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "%s"},
             "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]},
             {"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::%s:oidc-provider/id.example.com"},
             "Action": "sts:AssumeRoleWithWebIdentity",
             "Condition": {"StringEquals": {"id.example.com:aud": "aud"}}}]}"""
            .formatted(PROVIDER, DemoWorld.USER_ACCOUNT)));
  }

  @Test
  void webIdentity_ofACommand_becomesTheRole() throws Exception {
    Files.writeString(file, ISSUER.token("alice", "aud", Instant.now(), Duration.ofMinutes(5)));
    role("web_identity = { command = \"/bin/cat " + file + "\" }");
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "staff").get("RoleArn").asText()).isEqualTo(ROLE);
    }
  }

  @Test
  void saml_ofACommand_becomesTheRole() throws Exception {
    Files.writeString(file, assertion(Instant.now()));
    role("saml_assertion = { command = \"/bin/cat " + file + "\" }");
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "staff").get("RoleArn").asText()).isEqualTo(ROLE);
    }
  }

  @Test
  void saml_emptyFile_isToldWithoutACall() throws Exception {
    Files.writeString(file, "\n");
    told(400, "BadConfiguration", "The SAML assertion in " + file + " is empty or too short");
  }

  @Test
  void saml_missingFile_isToldByItsPath() throws Exception {
    told(400, "BadConfiguration", "there is no file " + file);
  }

  @Test
  void saml_unreadableFile_isToldByItsPath() throws Exception {
    Files.createDirectory(file); // a folder, because root may read every file
    told(400, "BadConfiguration", "could not be read from " + file);
  }

  @Test
  void saml_hugeFile_isToldWithTheLimit() throws Exception {
    Files.writeString(file, "x".repeat(200_000));
    told(400, "BadConfiguration", "longer than 100000 bytes");
  }

  @Test
  void saml_somethingElse_isToldAndNotQuoted() throws Exception {
    Files.writeString(file, "<html>canary</html");
    assertThat(told(400, "BadConfiguration", "is not SAML")).doesNotContain("canary");
  }

  @Test
  void saml_expired_isToldAsAwsSaysIt() throws Exception {
    Files.writeString(file, assertion(Instant.now().minus(Duration.ofHours(2))));
    told(403, "ExpiredToken", "AssumeRoleWithSAML");
    assertThat(around.sandbox.calls().count("sts:AssumeRoleWithSAML")).isEqualTo(1);
  }

  private String told(int status, String code, String message) throws Exception {
    role("saml_assertion = { file = \"" + file + "\" }");
    try (var daemon = around.daemon()) {
      var refused = around.refused(daemon, "staff");
      assertThat(refused.body()).contains(code, message, "profile 'staff'");
      assertThat(refused.statusCode()).isEqualTo(status);
      assertThat(around.credentials(daemon, "demo").get("RoleArn").asText()).as("another profile")
          .isEqualTo(DemoWorld.ROLE);
      assertThat(around.status("staff").at("/lastFailure/message").asText()).isNotEmpty();
      return refused.body() + around.status("staff");
    }
  }

  private static String assertion(Instant issued) {
    return COMPANY.response(SamlClaims.of("alice@example.com", ROLE, PROVIDER, issued));
  }

  private void role(String keys) throws Exception {
    around.toml("[role.staff]\nrole_arn = \"" + ROLE + "\"\nendpoint_url = \"" + around.sandbox.endpoint()
        + "\"\nregion = \"eu-central-1\"\n" + keys + "\n");
  }
}
