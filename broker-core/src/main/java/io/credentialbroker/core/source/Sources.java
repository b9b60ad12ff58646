package io.credentialbroker.core.source;

import io.credentialbroker.core.credentials.Credentials;
import io.credentialbroker.core.login.LoginCalls;
import io.credentialbroker.core.profile.Recipe;
import io.credentialbroker.core.secret.Secret;
import io.credentialbroker.core.session.RoleSession;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionPlan;
import io.credentialbroker.core.sso.SsoCalls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The door of the source room: from recipes to the plans of their sessions. */
public final class Sources {
  private final RoleSessions sessions;
  private final StsSources sts;
  private final Upstreams upstreams;
  private final LocalSources local;
  private final MetadataSource metadata;
  private final ContainerSource container;
  private final SsoCalls sso;
  private final LoginCalls login;

  /**
   * Sources that ask {@code sessions} for their bases. Touches neither the network nor the AWS SDK.
   */
  public Sources(RoleSessions sessions, Surroundings surroundings) {
    this.sessions = sessions;
    var commands = new Commands(surroundings);
    this.sts = new StsSources(surroundings, new Tokens(surroundings, commands));
    this.local = new LocalSources(surroundings, commands);
    this.metadata = new MetadataSource(surroundings);
    this.container = new ContainerSource(surroundings);
    this.sso = surroundings.sso();
    this.login = surroundings.login();
    this.upstreams = new Upstreams(surroundings.environment());
  }

  /**
   * Every session that a recipe needs, its bases first and its own last. Nothing is fetched. Keys and
   * environment variables become a session only when they are all there is to the recipe: as a base they are
   * read anew at each use.
   */
  public Collection<SessionPlan> plan(Recipe recipe) {
    var plans = new ArrayList<SessionPlan>();
    addBases(recipe, plans);
    plans.add(planOf(recipe));
    return List.copyOf(plans);
  }

  private void addBases(Recipe recipe, List<SessionPlan> plans) {
    Recipe base = recipe.base();
    if (base != null) {
      addBases(base, plans);
      if (isSession(base)) {
        plans.add(planOf(base));
      }
    }
  }

  /**
   * One step made anew, beside all sessions: nothing is kept, and what is held is not touched. Not for a step with
   * an MFA device, which would spend a code.
   *
   * @param base what the step is made with; absent for a step without a base
   */
  public CompletableFuture<Credentials> once(Recipe step, @Nullable Credentials base) {
    return source(step, needed -> _ -> base == null
        ? CompletableFuture.failedFuture(new IllegalStateException(needed.label() + " was not given"))
        : CompletableFuture.completedFuture(base)).fetch(Urgency.CALLER_WAITS);
  }

  /** The token that a step would send now. It is a secret, though what it says of itself is none. */
  public CompletableFuture<Secret> token(Recipe.WebIdentity step) {
    return sts.token(step);
  }

  private SessionPlan planOf(Recipe recipe) {
    return new SessionPlan(SessionKey.of(recipe), recipe.label(), source(recipe, this::base),
        upstreams.of(recipe),
        false);
  }

  private CredentialSource source(Recipe recipe, Function<Recipe, CredentialSource> bases) {
    return switch (recipe) {
      case Recipe.StaticKeys keys -> local.keys(keys);
      case Recipe.Environment step -> local.environment(step);
      case Recipe.Process step -> local.process(step);
      case Recipe.InstanceMetadata step -> metadata.of(step);
      case Recipe.ContainerEndpoint step -> container.of(step);
      case Recipe.SessionToken step -> sts.sessionToken(step, bases.apply(step.base()));
      case Recipe.FederationToken step -> sts.federationToken(step, bases.apply(step.base()));
      case Recipe.AssumeRole step -> sts.assumeRole(step, bases.apply(step.base()));
      case Recipe.WebIdentity step -> sts.webIdentity(step);
      case Recipe.Saml step -> sts.saml(step);
      case Recipe.Sso step -> _ -> sso.roleCredentials(step);
      case Recipe.Login step -> _ -> login.credentials(step);
    };
  }

  private CredentialSource base(Recipe base) {
    if (!isSession(base)) {
      return source(base, this::base);
    }
    var key = SessionKey.of(base);
    return _ -> sessions.session(key).thenApply(RoleSession::credentials);
  }

  private static boolean isSession(Recipe recipe) {
    return switch (recipe) {
      case Recipe.StaticKeys _,Recipe.Environment _ -> false;
      case Recipe.Process _,Recipe.InstanceMetadata _,Recipe.ContainerEndpoint _,Recipe.SessionToken _,Recipe.FederationToken _,Recipe.AssumeRole _,Recipe.WebIdentity _,Recipe.Saml _,Recipe.Sso _,Recipe.Login _ ->
        true;
    };
  }
}
