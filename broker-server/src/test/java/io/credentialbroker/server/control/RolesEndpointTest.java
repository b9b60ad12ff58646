package io.credentialbroker.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.SessionPolicy;
import io.credentialbroker.core.profile.SessionTag;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.profile.TokenSource;
import io.credentialbroker.core.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolesEndpointTest {
  private static final StsEndpoint STS = new StsEndpoint("eu-central-1", null, false, false);
  private static final Recipe KEYS = new Recipe.StaticKeys("AKIAEXAMPLE", Secret.of("canary-key"), null,
      null);
  private static final String FIRST = "arn:aws:iam::111122223333:role/first";
  private static final String LAST = "arn:aws:iam::444455556666:role/last";

  @TempDir
  Path folder;
  private ControlFixture control;

  @BeforeEach
  void open() throws Exception {
    control = new ControlFixture(folder);
  }

  @Test
  void roles_chain_isTheServedRoleFirstAndNamesItsCaller() {
    Recipe first = assume(KEYS, FIRST, plain("x-1"));
    assertThat(roles("chain", assume(first, LAST, plain(null)))).isEqualTo("{\"roles\":["
        + "{\"profile\":\"chain\",\"arn\":\"" + LAST + "\",\"call\":\"AssumeRole\",\"caller\":\"" + FIRST
        + "\"},"
        + "{\"profile\":\"chain\",\"arn\":\"" + FIRST + "\",\"call\":\"AssumeRole\",\"externalId\":\"x-1\"}],"
        + "\"without\":[]}");
  }

  @Test
  void roles_sessionWithMfaBelow_isAskedForMfaAndSignedByTheKeys() {
    Recipe token = new Recipe.SessionToken(KEYS, new MfaDevice(ControlFixture.SERIAL, MfaDevice.Mode.SESSION),
        Duration.ofHours(12), STS);
    assertThat(roles("mfa", assume(token, FIRST, plain(null))))
        .contains("\"mfa\":\"" + ControlFixture.SERIAL + "\"").doesNotContain("caller");
  }

  @Test
  void roles_callWithTagsAndSourceIdentity_saysSo() {
    var options = new AssumeRoleOptions("alice", Duration.ofHours(1), null, null, "alice",
        List.of(new SessionTag("team", "blue")), List.of(), SessionPolicy.NONE);
    assertThat(roles("tagged", assume(KEYS, FIRST, options)))
        .contains("\"sourceIdentity\":\"alice\"", "\"tags\":true")
        .doesNotContain("canary");
  }

  @Test
  void roles_behindIdentityCenter_areCalledByAPermissionSet() {
    Recipe sso = new Recipe.Sso("corp", "https://corp.awsapps.com/start", "eu-west-1", "111122223333",
        "Admin");
    assertThat(roles("sso", assume(sso, FIRST, plain(null))))
        .contains("\"permissionSet\":\"111122223333/Admin\"");
  }

  @Test
  void roles_webIdentity_isACallOfItsOwn() {
    Recipe web = new Recipe.WebIdentity(new TokenSource.File(Path.of("/t")), FIRST, "ci", Duration.ofHours(1),
        SessionPolicy.NONE, STS);
    assertThat(roles("ci", web)).contains("\"call\":\"AssumeRoleWithWebIdentity\"");
  }

  @Test
  void roles_profileWithoutARole_isNamedAside() {
    assertThat(roles("keys", KEYS)).isEqualTo("{\"roles\":[],\"without\":[\"keys\"]}");
  }

  private String roles(String profile, Recipe recipe) {
    control.broker.adopt(new ProfileCatalog(Map.of(new ProfileName(profile),
        new ProfileCatalog.Servable(recipe, false, List.of()), new ProfileName("old"),
        new ProfileCatalog.Broken(ControlFixture.BROKEN)), List.of()));
    var reply = control.ask("GET", "/v1/roles");
    assertThat(reply.status()).isEqualTo(200);
    return reply.text();
  }

  private static AssumeRoleOptions plain(@Nullable String externalId) {
    return new AssumeRoleOptions("alice", Duration.ofHours(1), externalId);
  }

  private static Recipe assume(Recipe base, String arn, AssumeRoleOptions options) {
    return new Recipe.AssumeRole(base, arn, options, STS);
  }
}
