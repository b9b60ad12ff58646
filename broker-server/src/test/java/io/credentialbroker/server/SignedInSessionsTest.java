package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.world.SsoAssignment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Profiles for which a person signs in, from the files to the wire, with and without the sign-in. */
class SignedInSessionsTest extends AroundDaemon {
  private static final String START = "https://example.awsapps.com/start";
  private static final String CLIENT = "arn:aws:signin:::devtools/same-device";
  /** The key of the SDKs' published cases; it protects nothing. */
  private static final String KEY = """
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIPt/u8InPLpQeQLJTvVX+sNDzni8vMDMt3Liu+nMBigfoAoGCCqGSM49
      AwEHoUQDQgAEILkGG7rNOnxiIJlMgimY1UPP8eDMFP0DAY6WGjngP4bvTAiUCQ/I
      ffut2379uP+OBCm2ovGpBOJRgrl1RspUOQ==
      -----END EC PRIVATE KEY-----
      """;

  @BeforeEach
  void surround() throws Exception {
    around.environment.put("AWS_ENDPOINT_URL", around.sandbox.endpoint().toString());
  }

  @Test
  void loginSession_aboutToEnd_isRenewedWithItsProofAndServed() throws Exception {
    around.append("mine", "login_session = " + DemoWorld.USER);
    var content = new ObjectMapper().createObjectNode();
    content.putObject("accessToken").put("accessKeyId", "ASIAOVER").put("secretAccessKey", "s")
        .put("sessionToken", "t").put("accountId", DemoWorld.USER_ACCOUNT)
        .put("expiresAt", seconds(Instant.now().minusSeconds(60)));
    content.put("clientId", CLIENT).put("dpopKey", KEY).put("refreshToken",
        around.sandbox.logins().signIn(DemoWorld.USER, CLIENT));
    Path cache = signedIn("login", "SHA-256", DemoWorld.USER, content);
    try (var daemon = around.daemon()) {
      var credentials = around.credentials(daemon, "mine");
      assertThat(credentials.get("AccessKeyId").asText()).startsWith("ASIA").isNotEqualTo("ASIAOVER");
      assertThat(Files.readString(cache)).contains(credentials.get("AccessKeyId").asText());
      around.isSeenAs("mine", DemoWorld.USER);
    }
  }

  @Test
  void loginSession_withoutASignIn_isAStateWithTheVeryCommand() throws Exception {
    around.append("mine", "login_session = " + DemoWorld.USER);
    try (var daemon = around.daemon()) {
      var refused = around.refused(daemon, "mine");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("SignInRequired", "Run: aws login --profile mine");
      assertThat(around.status("mine").get("state").asText()).isEqualTo("SIGN_IN_NEEDED");
    }
  }

  @Test
  void legacySso_withItsToken_becomesTheRole() throws Exception {
    around.sandbox.world().put(SsoAssignment.of(DemoWorld.USER_ACCOUNT, "Developer", DemoWorld.ROLE));
    legacySso("dev");
    signedIn("sso", "SHA-1", START, new ObjectMapper().createObjectNode().put("startUrl", START)
        .put("region", "eu-central-1").put("accessToken", around.sandbox.signIns().issue("alice").access())
        .put("expiresAt", seconds(Instant.now().plusSeconds(3600))));
    try (var daemon = around.daemon()) {
      assertThat(around.credentials(daemon, "dev").get("AccountId").asText())
          .isEqualTo(DemoWorld.USER_ACCOUNT);
      around.isSeenAs("dev", ":assumed-role/demo/");
    }
  }

  @Test
  void sso_withoutASignIn_namesTheProfileToSignInWithForTheRolesOverItToo() throws Exception {
    legacySso("dev");
    around.append("over", "role_arn = " + DemoWorld.PARTNER_ROLE + "\nsource_profile = dev");
    String command = "Run: aws sso login --profile dev";
    try (var daemon = around.daemon()) {
      assertThat(around.refused(daemon, "dev").body()).contains("SignInRequired", command);
      assertThat(around.refused(daemon, "over").body()).contains("SignInRequired", command);
      for (String profile : new String[]{ "dev", "over"}) {
        assertThat(around.status(profile).get("state").asText()).isEqualTo("SIGN_IN_NEEDED");
        assertThat(around.status(profile).at("/lastFailure/remedy").asText()).isEqualTo(command);
      }
      assertThat(around.overUnix("control.sock", "POST", "/v1/profiles/dev/refresh").body())
          .contains("SignInRequired", command);
    }
  }

  @Test
  void doctor_withoutASignIn_namesTheVeryCommand() throws Exception {
    legacySso("dev");
    try (var daemon = around.daemon()) {
      var found = around.overUnix("control.sock", "POST", "/v1/profiles/dev/doctor").json();
      assertThat(found.at("/causes/0/cause").asText()).isEqualTo("SIGN_IN");
      assertThat(found.at("/causes/0/mendings/0/text").asText())
          .isEqualTo("Run: aws sso login --profile dev");
      assertThat(found.at("/steps/0/failure/remedy").asText())
          .isEqualTo("Run: aws sso login --profile dev");
      assertThat(daemon.facts().listeners()).isNotEmpty();
    }
  }

  private void legacySso(String profile) throws Exception {
    around.append(profile, "sso_start_url = " + START + "\nsso_region = eu-central-1\nsso_account_id = "
        + DemoWorld.USER_ACCOUNT + "\nsso_role_name = Developer");
  }

  /** Writes the file that the AWS CLI would have written; its name is a digest. */
  private Path signedIn(String kind, String algorithm, String name, ObjectNode content) throws Exception {
    String digest = HexFormat.of().formatHex(
        MessageDigest.getInstance(algorithm).digest(name.getBytes(StandardCharsets.UTF_8)));
    return Files.writeString(
        Files.createDirectories(around.home.resolve(".aws/" + kind + "/cache")).resolve(digest + ".json"),
        content.toString());
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
