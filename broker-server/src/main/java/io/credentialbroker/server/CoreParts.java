package io.credentialbroker.server;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.aws.ClockSkew;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.console.ConsoleLinks;
import io.credentialbroker.core.doctor.Doctor;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.login.LoginCalls;
import io.credentialbroker.core.mfa.CodesDue;
import io.credentialbroker.core.mfa.MfaDevices;
import io.credentialbroker.core.mfa.OneTimeCodes;
import io.credentialbroker.core.profile.ProfileName;
import io.credentialbroker.core.session.SessionEngine;
import io.credentialbroker.core.session.SessionKey;
import io.credentialbroker.core.session.SessionListener;
import io.credentialbroker.core.session.SessionStatus;
import io.credentialbroker.core.source.Commands;
import io.credentialbroker.core.source.Sources;
import io.credentialbroker.core.source.Surroundings;
import io.credentialbroker.core.sso.SsoCalls;
import io.credentialbroker.core.sts.Identities;
import io.credentialbroker.core.sts.StsCalls;
import io.credentialbroker.core.sts.StsSignOfLife;
import io.credentialbroker.core.time.Timers;
import io.credentialbroker.server.log.SessionLog;
import io.credentialbroker.server.restart.RestartTerms;
import io.credentialbroker.server.restart.WarmRestart;
import java.net.ProxySelector;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of broker-core, put together. None of it touches the network before the first session is asked for, nor
 * the STS SDK before the daemon is ready, so that listening waits for neither.
 *
 * @param tokens who the callers are
 * @param sessions what is held
 * @param broker the door
 * @param codes what has been typed and not used yet
 * @param mfa the door for codes
 * @param console makes links to the AWS console
 * @param identities who the sessions are whose sources do not tell
 * @param doctor examines profiles
 * @param skew what the latest answer of AWS said of this machine's clock; holds null before the first one
 * @param restart carries sessions over a restart; null where nobody asked for it
 * @param sts calls STS
 */
record CoreParts(ClientTokens tokens, SessionEngine sessions, Broker broker, OneTimeCodes codes,
    MfaDevices mfa, ConsoleLinks console, Identities identities, Doctor doctor,
    AtomicReference<@Nullable ClockSkew> skew, @Nullable WarmRestart restart, StsCalls sts) {

  private static final Logger LOG = LoggerFactory.getLogger("brokerd.daemon");

  /**
   * Assembles the core.
   *
   * @param parts takes what has to be closed
   * @param blocking runs what may block; unbounded
   * @param loop timers that bound how long a caller waits
   * @param counts is told of what happens to sessions, as the log is
   */
  static CoreParts assemble(Start start, Settings settings, Parts parts, Executor blocking, Timers loop,
      SessionListener counts) {
    var time = start.time();
    var random = new SecureRandom();
    var restart = restart(start, settings, blocking);
    var log = restart == null
        ? SessionListener.all(new SessionLog(), counts)
        : SessionListener.all(new SessionLog(), counts, restart);
    var http = parts.add(new HttpCalls(blocking,
        new EnvironmentProxies(start.environment(), ProxySelector.getDefault()), time.timers()));
    var sessions = parts.add(new SessionEngine(settings.sessions(), time.wall(), time.ticker(), time.timers(),
        new SplittableRandom(random.nextLong()), blocking, log, new StsSignOfLife(http)));
    if (restart != null) {
      parts.add(restart.of(sessions));
    }
    var due = parts.add(new CodesDue(time.wall(), time.timers(), key -> profilesOf(sessions, key), log));
    var codes = new OneTimeCodes(time.wall(), settings.config().mfa(),
        new Commands(start.environment(), start.home(), blocking, time.timers(), OneTimeCodes.COMMAND_LIMIT),
        OneTimeCodes.PATIENCE, sessions::refresh, due);
    var latestSkew = new AtomicReference<@Nullable ClockSkew>();
    var trusted = sessions.trustedClock();
    var sts = parts.add(new StsCalls(http, blocking, time.wall(), trusted, skew -> {
      latestSkew.set(skew);
      sessions.skew(skew.ahead());
    }));
    var sso = parts.add(new SsoCalls(http, start.environment(), start.home(), blocking, trusted));
    var login = parts.add(new LoginCalls(http, start.environment(), start.home(), blocking, trusted));
    var sources = new Sources(sessions,
        new Surroundings(start.environment(), start.home(), http, sts, sso, login,
            codes, time.timers(), blocking, trusted, Surroundings.COMMAND_LIMIT));
    var broker = new Broker(sessions, sources::plan, loop);
    return new CoreParts(new ClientTokens(random, time.wall()), sessions, broker, codes,
        new MfaDevices(broker::catalog, sessions, sessions::retryFailed, codes, time.wall()),
        new ConsoleLinks(http, start.sandbox() ? SandboxPart.federationIn(start.environment()) : null),
        new Identities(sts::callerIdentity, time.wall(), loop),
        new Doctor(sources, sts, sessions, start.environment(), time.wall(), latestSkew::get), latestSkew,
        restart, sts);
  }

  /** Makes what the first call to AWS needs, and would wait for; calls nobody. */
  void makeCallsReady() {
    try {
      sts.makeReady();
    } catch (RuntimeException e) {
      // The first call meets the same, and tells it to whoever wants its answer.
      LOG.debug("calls of STS are not ready: {}", e.getClass().getName());
    }
  }

  private static @Nullable WarmRestart restart(Start start, Settings settings, Executor blocking) {
    var wanted = settings.config().restart();
    if (wanted.file() == null || start.sandbox()) {
      return null; // the sandbox forgets at its end what it has given out
    }
    var time = start.time();
    return WarmRestart.open(
        new RestartTerms(wanted.file(), wanted.keyFile(), wanted.maxAge(), start.environment()),
        time.wall(), time.ticker(), time.timers(), blocking);
  }

  private static Optional<List<ProfileName>> profilesOf(SessionEngine sessions, SessionKey key) {
    return sessions.status().stream().filter(one -> one.key().equals(key) && one.session() != null)
        .map(SessionStatus::profiles).findFirst();
  }
}
