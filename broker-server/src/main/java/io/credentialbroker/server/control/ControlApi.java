package io.credentialbroker.server.control;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.aws.ClockSkew;
import io.credentialbroker.core.console.ConsoleLinks;
import io.credentialbroker.core.doctor.Diagnosis;
import io.credentialbroker.core.mfa.MfaDevices;
import io.credentialbroker.core.profile.Explanation;
import io.credentialbroker.core.profile.ProfileCatalog;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.server.tokens.NamedTokens;
import io.credentialbroker.core.session.RoleSessions;
import io.credentialbroker.core.sts.Identities;
import io.credentialbroker.server.audit.AuditFacts;
import io.credentialbroker.server.control.Routes.Route;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the control socket is made of: everything a command may ask, and the parts that answer.
 *
 * @param broker what is served
 * @param sessions what is held
 * @param clock the broker's clock
 * @param facts what is true of this daemon
 * @param problems what is wrong with the files at present
 * @param reload reads all files now and tells what is wrong with them; may block
 * @param explain how a profile's credentials are made; may block
 * @param tokens makes the tokens of {@code exec}
 * @param named keeps the tokens of {@code token new}
 * @param lockKept has a restart find the broker locked, or open, as it is
 * @param mfa takes one-time codes
 * @param console makes links that sign in to the AWS console
 * @param identities who the sessions are whose sources do not tell
 * @param examine tries a profile step by step
 * @param skew what the latest answer of AWS said of this machine's clock; null before the first one
 * @param audit how the audit stands; null when there is none
 * @param blocking runs what may block
 */
public record ControlApi(Broker broker, RoleSessions sessions, InstantSource clock,
    DaemonFacts facts,
    Supplier<List<ProfileProblem>> problems, Supplier<List<ProfileProblem>> reload,
    Function<ProfileName, Explanation> explain, ExecTokens tokens, NamedTokens named,
    LockKept lockKept, MfaDevices mfa, ConsoleLinks console, Identities identities,
    BiFunction<ProfileName, ProfileCatalog.Servable, CompletableFuture<Diagnosis>> examine,
    Supplier<@Nullable ClockSkew> skew, Supplier<@Nullable AuditFacts> audit, Executor blocking) {

  /** Has a later daemon find the broker locked, or open, as it is now. */
  @FunctionalInterface
  public interface LockKept {
    /** Blocks. */
    void keep() throws IOException;
  }

  Routes routes() {
    var held = new HeldIdentities(broker, identities);
    var environment = new EnvironmentEndpoint(broker, facts);
    var tokenEndpoints = new TokenEndpoints(named, blocking);
    return new Routes(List.of(
        new Route("GET", "/v1/status",
            new StatusEndpoint(broker, sessions, clock, facts, problems, held, skew)),
        new Route("GET", "/v1/profiles/{profile}/environment", environment),
        new Route("GET", "/v1/profiles/{profile}/explain",
            new ExplainEndpoint(broker, explain, sessions, held, blocking)),
        new Route("POST", "/v1/profiles/{profile}/doctor",
            new ExamineEndpoint(broker, examine, explain, blocking)),
        new Route("POST", "/v1/profiles/{profile}/exec", new ExecEndpoint(environment, tokens, blocking)),
        new Route("POST", "/v1/profiles/{profile}/refresh", new RefreshEndpoint(broker)),
        new Route("POST", "/v1/profiles/{profile}/forget", new ForgetEndpoint(broker, sessions)),
        new Route("POST", "/v1/profiles/{profile}/console", ConsoleEndpoint.KEYS,
            new ConsoleEndpoint(broker, console)),
        new Route("POST", "/v1/profiles/{profile}/switch-role", SwitchRoleEndpoint.KEYS,
            new SwitchRoleEndpoint(broker)),
        new Route("GET", "/v1/roles", new RolesEndpoint(broker)),
        new Route("GET", "/v1/mfa", new MfaEndpoint(mfa)),
        new Route("POST", "/v1/mfa", GiveCodeEndpoint.KEYS, new GiveCodeEndpoint(mfa, clock)),
        new Route("GET", "/v1/audit", new AuditEndpoint(audit)),
        new Route("POST", "/v1/forget", new ForgetAllEndpoint(sessions)),
        new Route("GET", "/v1/tokens", tokenEndpoints::list),
        new Route("POST", "/v1/tokens", TokenEndpoints.NEW, tokenEndpoints::create),
        new Route("POST", "/v1/tokens/revoke", TokenEndpoints.REVOKE, tokenEndpoints::revoke),
        new Route("POST", "/v1/lock",
            new LockEndpoint(broker.lock(), true, lockKept, clock, blocking)),
        new Route("POST", "/v1/unlock",
            new LockEndpoint(broker.lock(), false, lockKept, clock, blocking)),
        new Route("POST", "/v1/reload", new ReloadEndpoint(broker, reload, blocking))));
  }
}
