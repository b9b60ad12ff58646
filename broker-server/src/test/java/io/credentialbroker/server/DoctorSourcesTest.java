package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.sandbox.DemoWorld;
import io.credentialbroker.sandbox.SandboxOptions;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@code broker doctor PROFILE} finds where the credentials come from: keys, commands, metadata, the clock. */
class DoctorSourcesTest extends AroundDoctor {
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
}
