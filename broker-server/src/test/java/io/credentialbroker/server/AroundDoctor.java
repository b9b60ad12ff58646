package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credentialbroker.sandbox.DemoWorld;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.core.SdkGlobalTime;

/** A daemon and the sandbox, looked at through the endpoint of {@code broker doctor PROFILE}. */
abstract class AroundDoctor extends AroundDaemon {
  static final String ACCOUNT = DemoWorld.USER_ACCOUNT;
  static final String OTHER_ROLE = "arn:aws:iam::" + DemoWorld.PARTNER_ACCOUNT + ":role/other";
  static final String USER_KEYS = "static keys " + DemoWorld.KEY_ID;

  @AfterEach
  void end() {
    // After a refusal for the clock's sake the SDK signs by AWS's time, in the whole process.
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  void write(String profiles) throws Exception {
    Files.writeString(around.config, around.profile("keys", "") + profiles);
  }

  String keys(String id, String secret, String more) {
    return around.profile("base", "aws_access_key_id = " + id + "\naws_secret_access_key = " + secret + "\n"
        + more);
  }

  JsonNode examine(String profile) throws Exception {
    var reply = around.overUnix("control.sock", "POST", "/v1/profiles/" + profile + "/doctor");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  void reload() throws Exception {
    assertThat(around.overUnix("control.sock", "POST", "/v1/reload").status()).isEqualTo(200);
  }

  /** What to paste, with the value that only the role's owner knows. */
  static String block(JsonNode mending, String value) {
    return mending.get("block").asText().replace(mending.get("value").asText(), value) + '\n';
  }

  static List<String> outcomes(JsonNode found) {
    return texts(found.get("steps"), "outcome");
  }

  static List<String> causes(JsonNode found) {
    return texts(found.get("causes"), "cause");
  }

  static List<String> texts(JsonNode array, String key) {
    var texts = new ArrayList<String>();
    array.forEach(one -> texts.add(one.get(key).asText()));
    return texts;
  }

  static JsonNode cause(JsonNode found, String cause) {
    return StreamSupport.stream(found.get("causes").spliterator(), false)
        .filter(one -> one.get("cause").asText().equals(cause)).findFirst()
        .orElseThrow(() -> new AssertionError(cause + " is not among " + causes(found)));
  }

  static int line(JsonNode mending) {
    String origin = mending.get("origin").asText();
    return Integer.parseInt(origin.substring(origin.lastIndexOf(':') + 1));
  }
}
