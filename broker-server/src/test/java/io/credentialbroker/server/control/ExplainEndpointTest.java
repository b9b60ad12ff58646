package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.Explanation.Setting;
import io.credentialbroker.core.profile.Explanation.Step;
import io.credentialbroker.core.profile.ProfileName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainEndpointTest {
  private static final Step KEYS = new Step("static keys AKIA", "keys",
      List.of(new Setting("aws_secret_access_key", "[secret]", "/cr:3")), null);
  private static final Step ROLE = new Step("AssumeRole x", "deploy",
      List.of(new Setting("role_arn", "x", "/c:12"), new Setting("duration_seconds", "3600", "default")),
      KEYS);

  @TempDir
  Path folder;
  private ControlFixture control;

  @BeforeEach
  void open() throws Exception {
    control = new ControlFixture(folder);
  }

  @Test
  void explain_servedProfile_isTheTreeWithOrigins() {
    explanation("deploy", new Explanation(ControlFixture.DEPLOY, ROLE, List.of("a note"), null,
        List.of(ControlFixture.SILENT), ControlFixture.PLACES));
    var reply = control.ask("GET", "/v1/profiles/deploy/explain");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json()).hasToString("{\"profile\":\"deploy\",\"recipe\":{\"step\":\"AssumeRole x\","
        + "\"settings\":[{\"name\":\"role_arn\",\"value\":\"x\",\"origin\":\"/c:12\"},"
        + "{\"name\":\"duration_seconds\",\"value\":\"3600\",\"origin\":\"default\"}],"
        + "\"base\":{\"step\":\"static keys AKIA\",\"settings\":[{\"name\":\"aws_secret_access_key\","
        + "\"value\":\"[secret]\",\"origin\":\"/cr:3\"}]}},\"notes\":[\"a note\"],\"problems\":[{"
        + "\"file\":\"/c\",\"profile\":\"default\",\"message\":\"No credentials.\",\"remedy\":\"Add some.\"}]}");
  }

  @Test
  void explain_brokenProfile_isItsProblem() {
    explanation("old", broken("old"));
    var body = control.ask("GET", "/v1/profiles/old/explain").json();
    assertThat(body.fieldNames()).toIterable().containsExactly("profile", "problem", "servedAsLastRead",
        "notes",
        "problems");
    assertThat(body.at("/problem/message").asText()).isEqualTo("No such thing.");
    assertThat(body.get("servedAsLastRead").asBoolean()).isFalse();
  }

  @Test
  void explain_brokenProfileThatIsStillServed_saysSo() {
    explanation("kept", broken("kept"));
    var body = control.ask("GET", "/v1/profiles/kept/explain").json();
    assertThat(body.get("servedAsLastRead").asBoolean()).isTrue();
  }

  @Test
  void explain_unknownProfile_isA404WithTheRemedy() {
    explanation("nobody", broken("nobody"));
    var reply = control.ask("GET", "/v1/profiles/nobody/explain");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().get("code").asText()).isEqualTo("ProfileNotFound");
    assertThat(reply.json().get("message").asText()).isEqualTo("No such thing. Mend it.");
    assertThat(reply.json().get("remedy").asText()).isEqualTo("Mend it.");
  }

  @Test
  void explain_excludedProfile_isExplained() {
    explanation("source", new Explanation(new ProfileName("source"), KEYS, List.of(), null, List.of(),
        ControlFixture.PLACES));
    assertThat(control.ask("GET", "/v1/profiles/source/explain").status()).isEqualTo(200);
  }

  private void explanation(String profile, Explanation explained) {
    control.explanations.put(profile, explained);
  }

  private static Explanation broken(String profile) {
    return new Explanation(new ProfileName(profile), null, List.of(), ControlFixture.BROKEN, List.of(),
        ControlFixture.PLACES);
  }
}
