package io.credentialbroker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.Vend;
import io.credentialbroker.core.caller.Caller;
import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.mfa.Given;
import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.SessionPolicy;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.core.sts.StsCalls;
import io.credentialbroker.sandbox.DemoWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes that only {@code broker.toml} can ask for, done by the sandbox's STS. */
class StsRecipesTest {
  private static final Recipe.StaticKeys KEYS = new Recipe.StaticKeys(DemoWorld.KEY_ID,
      Secret.of(DemoWorld.SECRET), null, null);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir
  Path folder;
  private MfaFixture around;
  private StsEndpoint endpoint;
  private final Parts parts = new Parts();

  @BeforeEach
  void surround() throws Exception {
    around = new MfaFixture(folder);
    endpoint = new StsEndpoint("eu-central-1", around.around.sandbox.endpoint(), false, false);
  }

  @AfterEach
  void end() throws Exception {
    parts.close();
    around.close();
  }

  @Test
  void mfaOfEachRole_twoRoles_needACodeEach() throws Exception {
    var core = core(Map.of("one", roleWithCode("r1"), "two", roleWithCode("r2")));
    assertThat(outcome(core, "one")).isInstanceOf(Vend.MfaNeeded.class);
    assertThat(Outcomes.of(core.mfa().give(new ProfileName("one"), Secret.of(around.code()))))
        .isInstanceOfSatisfying(Given.Accepted.class,
            given -> assertThat(given.profiles()).containsExactly(new ProfileName("one")));
    assertThat(outcome(core, "one")).isInstanceOf(Vend.Granted.class);
    assertThat(outcome(core, "two")).isInstanceOf(Vend.MfaNeeded.class);
    around.time.advance(Duration.ofSeconds(30));
    assertThat(Outcomes.of(core.mfa().give(DemoWorld.MFA_SERIAL, Secret.of(around.code()))))
        .as("by serial: the role that has asked").isInstanceOfSatisfying(Given.Accepted.class,
            given -> assertThat(given.profiles()).containsExactly(new ProfileName("two")));
    assertThat(outcome(core, "two")).isInstanceOf(Vend.Granted.class);
    assertThat(around.around.sandbox.calls().count("sts:GetSessionToken")).isZero();
  }

  @Test
  void federationToken_ofLongTermKeys_isTheFederatedUser() throws Exception {
    var recipe = new Recipe.FederationToken(KEYS, "guest", HOUR, SessionPolicy.NONE, List.of(), endpoint);
    var core = core(Map.of("guest", recipe));
    String arn = "arn:aws:sts::" + DemoWorld.USER_ACCOUNT + ":federated-user/guest";
    Credentials credentials = ((Vend.Granted) outcome(core, "guest")).session().credentials();
    assertThat(credentials.arn()).isEqualTo(arn);
    assertThat(credentials.expiration()).isEqualTo(around.time.instant().plus(HOUR));
    assertThat(identity(credentials)).isEqualTo(arn);
  }

  @Test
  void callerIdentity_ofKeysAndOfARole_isWhoTheyAre() throws Exception {
    assertThat(
        identity(new Credentials(DemoWorld.KEY_ID, Secret.of(DemoWorld.SECRET), null, null, null, null)))
        .isEqualTo(DemoWorld.USER);
    var core = core(Map.of("demo", new Recipe.AssumeRole(KEYS, DemoWorld.ROLE, options(null), endpoint)));
    Credentials role = ((Vend.Granted) outcome(core, "demo")).session().credentials();
    assertThat(identity(role)).isEqualTo(role.arn()).endsWith(":assumed-role/demo/alice");
  }

  private Recipe roleWithCode(String role) {
    return new Recipe.AssumeRole(KEYS, "arn:aws:iam::" + DemoWorld.USER_ACCOUNT + ":role/" + role,
        options(new MfaDevice(DemoWorld.MFA_SERIAL, MfaDevice.Mode.ROLE)), endpoint);
  }

  private static AssumeRoleOptions options(@Nullable MfaDevice device) {
    return new AssumeRoleOptions("alice", HOUR, null, device, null, List.of(), List.of(), SessionPolicy.NONE);
  }

  private CoreParts core(Map<String, Recipe> recipes) throws Exception {
    Files.createDirectories(around.around.home);
    var start = around.around.start(new DaemonTime(around.time, around.time, around.time, () -> {}));
    var blocking = parts.add(Executors.newVirtualThreadPerTaskExecutor());
    var core = CoreParts.assemble(start, Settings.read(start.config()), parts, blocking, around.time,
        SessionListener.NONE);
    var entries = new java.util.HashMap<ProfileName, ProfileCatalog.Entry>();
    recipes.forEach((name, recipe) -> entries.put(new ProfileName(name),
        new ProfileCatalog.Servable(recipe, false, List.of())));
    core.broker().adopt(new ProfileCatalog(entries, List.of()));
    return core;
  }

  private static Vend outcome(CoreParts core, String profile) {
    return Outcomes
        .of(core.broker().vend(new Caller("user", Grant.EVERYTHING, null), new ProfileName(profile)));
  }

  private String identity(Credentials credentials) throws Exception {
    var blocking = parts.add(Executors.newVirtualThreadPerTaskExecutor());
    var http = parts.add(new HttpCalls(blocking, new EnvironmentProxies(Map.of(), null), around.time));
    var sts = parts.add(new StsCalls(http, blocking, around.time, around.time, _ -> {}));
    return Outcomes.of(sts.callerIdentity(credentials, endpoint)).arn();
  }
}
