package io.credentialbroker.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.credentials.Failure;
import io.credentialbroker.core.credentials.FailureException;
import io.credentialbroker.core.credentials.FailureReason;
import io.credentialbroker.core.fixtures.HttpStub;
import io.credentialbroker.core.fixtures.Outcomes;
import io.credentialbroker.core.profile.AssumeRoleOptions;
import io.credentialbroker.core.profile.MfaDevice;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.profile.SessionPolicy;
import io.credentialbroker.core.profile.StsEndpoint;
import io.credentialbroker.core.profile.TokenSource;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionCounts;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionPlan;
import io.credentialbroker.core.session.SessionStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourcesTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Recipe.StaticKeys KEYS = new Recipe.StaticKeys("AKIAIOSFODNN7EXAMPLE",
      Secret.of("canaryKey"), null, "123456789012");

  private final Workshop workshop = new Workshop();
  private volatile HttpStub.@Nullable Reply reply;
  private final HttpStub stub = new HttpStub(
      request -> Objects.requireNonNullElseGet(reply,
          () -> answer(request.form().getOrDefault("Action", "?"), workshop.time.instant().plus(HOUR))));
  private final StsEndpoint endpoint = new StsEndpoint("eu-central-1", stub.uri(), false, false);
  private final HeldSessions sessions = new HeldSessions();
  private Optional<Secret> code = Optional.empty();
  private final List<String> codesAskedFor = new ArrayList<>();
  private final Sources sources = new Sources(sessions, workshop.with(Map.of(), Path.of("/"), need -> {
    codesAskedFor.add(need.device().serial());
    return code;
  }));

  @AfterEach
  void end() throws IOException {
    stub.close();
    workshop.close();
  }

  @Test
  void plan_staticKeysAlone_isOneSessionOfThose() {
    SessionPlan plan = only(sources.plan(KEYS));
    assertThat(plan.key()).isEqualTo(SessionKey.of(KEYS));
    assertThat(plan.upstream()).isEmpty();
    assertThat(plan.keepWarm()).isFalse();
    assertThat(fetch(plan)).isEqualTo(
        new Credentials("AKIAIOSFODNN7EXAMPLE", Secret.of("canaryKey"), null, null, "123456789012", null));
  }

  @Test
  void plan_aRoleOnStaticKeys_isOneSessionWithTheEndpointAsUpstream() throws Exception {
    SessionPlan plan = only(sources.plan(role(KEYS, "deploy")));
    assertThat(plan.upstream()).isEqualTo("http://" + stub.uri().getAuthority());
    assertThat(plan.label()).isEqualTo("AssumeRole arn:aws:iam::123456789012:role/deploy");
    assertThat(fetch(plan).accessKeyId()).isEqualTo("ASIAAssumeRole");
    assertThat(stub.next().headers().get("authorization")).contains("AKIAIOSFODNN7EXAMPLE");
  }

  @Test
  void plan_aChain_listsBasesFirstAndItselfLast() {
    Recipe first = new Recipe.SessionToken(KEYS, HOUR, endpoint);
    Recipe second = role(first, "hop");
    Recipe third = role(second, "deploy");
    assertThat(sources.plan(third)).extracting(SessionPlan::key)
        .containsExactly(SessionKey.of(first), SessionKey.of(second), SessionKey.of(third));
  }

  @Test
  void fetch_aChainedRole_takesTheBaseFromTheSessions() throws Exception {
    Recipe base = role(KEYS, "hop");
    sessions.hold(base,
        new Credentials("ASIAHELD", Secret.of("canary"), Secret.of("canary"), Instant.MAX, null, null));
    fetch(last(sources.plan(role(base, "deploy"))));
    assertThat(stub.next().headers().get("authorization")).contains("Credential=ASIAHELD/");
    assertThat(stub.waiting()).as("further calls").isZero();
  }

  @Test
  void fetch_baseFails_failsWithTheBasesOwnFailure() {
    Recipe base = role(KEYS, "hop");
    var failure = Failure.of(FailureReason.THROTTLED, "the base", "Too much.", "Wait.");
    sessions.fail(base, failure);
    assertThat(
        Outcomes.failureOf(last(sources.plan(role(base, "deploy"))).source().fetch(Urgency.BACKGROUND)))
        .isEqualTo(failure);
  }

  @Test
  void fetch_mfaWithoutACode_isMfaNeededAtOnceWithTheCommand() {
    var mfa = new MfaDevice("arn:aws:iam::123456789012:mfa/alice", MfaDevice.Mode.SESSION);
    SessionPlan plan = only(sources.plan(new Recipe.SessionToken(KEYS, mfa, HOUR, endpoint)));
    Failure failure = Outcomes.failureOf(plan.source().fetch(Urgency.CALLER_WAITS));
    assertThat(failure.reason()).isEqualTo(FailureReason.MFA_NEEDED);
    assertThat(failure.message()).contains("arn:aws:iam::123456789012:mfa/alice");
    assertThat(failure.remedy()).contains("broker mfa");
    assertThat(stub.waiting()).isZero();
  }

  @Test
  void fetch_mfaOfARoleWithACode_sendsTheCode() throws Exception {
    code = Optional.of(Secret.of("123456"));
    var mfa = new MfaDevice("GAHT12345678", MfaDevice.Mode.ROLE);
    var options = new AssumeRoleOptions("alice", HOUR, null, mfa, null, List.of(), List.of(),
        SessionPolicy.NONE);
    fetch(only(
        sources.plan(new Recipe.AssumeRole(KEYS, "arn:aws:iam::123456789012:role/x", options, endpoint))));
    assertThat(stub.next().form()).containsEntry("TokenCode", "123456").containsEntry("SerialNumber",
        "GAHT12345678");
    assertThat(codesAskedFor).containsExactly("GAHT12345678");
  }

  @Test
  void fetch_withACode_tellsWhatBecameOfIt() {
    var device = new MfaDevice("GAHT12345678", MfaDevice.Mode.SESSION);
    var told = new ArrayList<String>();
    var codes = new MfaCodes() {
      @Override
      public Optional<Secret> take(CodeNeed need) {
        return Optional.of(Secret.of("123456"));
      }

      @Override
      public void accepted(CodeNeed need, @Nullable Instant end) {
        told.add("accepted until " + end);
      }

      @Override
      public void refused(CodeNeed need) {
        told.add("refused");
      }
    };
    var with = new Sources(sessions, workshop.with(Map.of(), Path.of("/"), codes));
    fetch(only(with.plan(new Recipe.SessionToken(KEYS, device, HOUR, endpoint))));
    reply = new HttpStub.Answer(403, List.of(), "<ErrorResponse><Error><Code>AccessDenied</Code><Message>"
        + "MultiFactorAuthentication failed with invalid MFA one time pass code. </Message></Error></ErrorResponse>");
    var wrong = only(with.plan(new Recipe.SessionToken(KEYS, device, HOUR.plusSeconds(1), endpoint)));
    assertThat(Outcomes.failureOf(wrong.source().fetch(Urgency.CALLER_WAITS)).reason())
        .isEqualTo(FailureReason.MFA_NEEDED);
    assertThat(told).containsExactly("accepted until 2026-01-01T01:00:00Z", "refused");
  }

  @Test
  void fetch_noAnswerAfterACode_isNotTriedAgainByItself() {
    code = Optional.of(Secret.of("123456"));
    reply = new HttpStub.Reset();
    var device = new MfaDevice("GAHT12345678", MfaDevice.Mode.SESSION);
    Failure failure = Outcomes.failureOf(only(
        sources.plan(new Recipe.SessionToken(KEYS, device, HOUR, endpoint))).source()
        .fetch(Urgency.CALLER_WAITS));
    assertThat(failure.recoverable()).isFalse();
    assertThat(failure.message()).contains("may be used up");
    assertThat(codesAskedFor).hasSize(1);
  }

  @Test
  void fetch_mfaAndNoBase_spendsNoCode() {
    Recipe base = role(KEYS, "hop");
    sessions.fail(base, Failure.of(FailureReason.UNREACHABLE, "x", "Gone.", "Wait."));
    var mfa = new MfaDevice("GAHT12345678", MfaDevice.Mode.ROLE);
    var options = new AssumeRoleOptions("alice", HOUR, null, mfa, null, List.of(), List.of(),
        SessionPolicy.NONE);
    var recipe = new Recipe.AssumeRole(base, "arn:aws:iam::123456789012:role/x", options, endpoint);
    Outcomes.failureOf(last(sources.plan(recipe)).source().fetch(Urgency.BACKGROUND));
    assertThat(codesAskedFor).isEmpty();
  }

  @Test
  void fetch_federationToken_callsWithTheKeys() throws Exception {
    var step = new Recipe.FederationToken(KEYS, "bob", HOUR, SessionPolicy.NONE, List.of(), endpoint);
    assertThat(fetch(only(sources.plan(step))).accessKeyId()).isEqualTo("ASIAGetFederationToken");
    assertThat(stub.next().form()).containsEntry("Name", "bob");
  }

  @Test
  void plan_everyKindOfStep_hasAnUpstreamOfItsOwnKind() {
    var file = new TokenSource.File(Path.of("/token"));
    var regional = new StsEndpoint("us-east-2", null, true, true);
    assertThat(upstream(new Recipe.Environment())).isEmpty();
    assertThat(upstream(new Recipe.Process("x", null))).isEmpty();
    assertThat(upstream(new Recipe.ContainerEndpoint())).isEqualTo("container endpoint");
    assertThat(upstream(new Recipe.InstanceMetadata(URI.create("http://169.254.169.254"), HOUR, 1)))
        .isEqualTo("http://169.254.169.254");
    assertThat(upstream(new Recipe.WebIdentity(file, "r", "s", HOUR, SessionPolicy.NONE, regional)))
        .isEqualTo("sts-fips.us-east-2.api");
    assertThat(upstream(new Recipe.Saml(file, "r", "p", HOUR, SessionPolicy.NONE, regional)))
        .isEqualTo("sts-fips.us-east-2.api");
    assertThat(upstream(new Recipe.FederationToken(KEYS, "n", HOUR, SessionPolicy.NONE, List.of(),
        new StsEndpoint("eu-west-1", null, false, false)))).isEqualTo("sts.eu-west-1");
    assertThat(upstream(new Recipe.Sso("s", "https://x", "eu-west-1", "1", "r")))
        .isEqualTo("https://portal.sso.eu-west-1.amazonaws.com");
    assertThat(upstream(new Recipe.Login("arn", "eu-west-1")))
        .isEqualTo("https://eu-west-1.signin.aws.amazon.com");
  }

  private String upstream(Recipe recipe) {
    return last(sources.plan(recipe)).upstream();
  }

  private Recipe.AssumeRole role(Recipe base, String name) {
    return new Recipe.AssumeRole(base, "arn:aws:iam::123456789012:role/" + name,
        new AssumeRoleOptions("alice", HOUR, null), endpoint);
  }

  private static Credentials fetch(SessionPlan plan) {
    return Outcomes.of(plan.source().fetch(Urgency.CALLER_WAITS));
  }

  private static SessionPlan only(Collection<SessionPlan> plans) {
    assertThat(plans).hasSize(1);
    return plans.iterator().next();
  }

  private static SessionPlan last(Collection<SessionPlan> plans) {
    return List.copyOf(plans).getLast();
  }

  private static HttpStub.Reply answer(String action, Instant expiration) {
    return new HttpStub.Answer(200, List.of(), "<" + action + "Response><" + action
        + "Result><Credentials><AccessKeyId>ASIA" + action
        + "</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
        + "<SessionToken>t</SessionToken><Expiration>" + expiration + "</Expiration></Credentials></" + action
        + "Result></" + action + "Response>");
  }

  /** Holds what a test puts in, and nothing else. */
  private static final class HeldSessions implements RoleSessions {
    private final Map<SessionKey, CompletableFuture<RoleSession>> held = new java.util.HashMap<>();

    void hold(Recipe recipe, Credentials credentials) {
      var key = SessionKey.of(recipe);
      held.put(key, CompletableFuture.completedFuture(
          new RoleSession(key, credentials, Instant.EPOCH, Instant.MAX)));
    }

    void fail(Recipe recipe, Failure failure) {
      held.put(SessionKey.of(recipe), CompletableFuture.failedFuture(new FailureException(failure)));
    }

    @Override
    public CompletableFuture<RoleSession> session(SessionKey key) {
      @Nullable
      CompletableFuture<RoleSession> session = held.get(key);
      return session != null
          ? session
          : CompletableFuture.failedFuture(new AssertionError("not held: " + key));
    }

    @Override
    public void plan(Collection<SessionPlan> plans) {
      throw new AssertionError("sources plan nothing by themselves");
    }

    @Override
    public CompletableFuture<RoleSession> refresh(SessionKey key) {
      throw new AssertionError("sources refresh nothing");
    }

    @Override
    public void forget(SessionKey key) {
      throw new AssertionError("sources forget nothing");
    }

    @Override
    public SessionCounts counts() {
      return new SessionCounts(7, 2, 1, 3);
    }

    @Override
    public List<SessionStatus> status() {
      return List.of();
    }

    @Override
    public void close() {
      held.clear();
    }
  }
}
