package io.credentialbroker.server;

import io.credentialbroker.core.Broker;
import io.credentialbroker.core.caller.ClientTokens;
import io.credentialbroker.core.http.EnvironmentProxies;
import io.credentialbroker.core.http.HttpCalls;
import io.credentialbroker.core.login.LoginCalls;
import io.credentialbroker.core.session.SessionEngine;
import io.credentialbroker.core.source.MfaCodes;
import io.credentialbroker.core.source.Sources;
import io.credentialbroker.core.source.Surroundings;
import io.credentialbroker.core.sso.SsoCalls;
import io.credentialbroker.core.sts.StsCalls;
import io.credentialbroker.core.sts.StsSignOfLife;
import io.credentialbroker.core.time.Timers;
import io.credentialbroker.server.log.SessionLog;
import java.net.ProxySelector;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/**
 * The rooms of broker-core, put together. None of it touches the network or the STS SDK before the first
 * session is asked for, so that listening does not wait for either.
 *
 * @param tokens who the callers are
 * @param sessions what is held
 * @param broker the door
 */
record CoreParts(ClientTokens tokens, SessionEngine sessions, Broker broker) {

  /**
   * Assembles the core.
   *
   * @param parts takes what has to be closed
   * @param blocking runs what may block; unbounded
   * @param loop timers that bound how long a caller waits
   */
  static CoreParts assemble(Start start, Settings settings, Parts parts, Executor blocking, Timers loop) {
    var time = start.time();
    var random = new SecureRandom();
    var http = parts.add(new HttpCalls(blocking,
        new EnvironmentProxies(start.environment(), ProxySelector.getDefault()), time.timers()));
    var sessions = parts.add(new SessionEngine(settings.sessions(), time.wall(), time.ticker(), time.timers(),
        new SplittableRandom(random.nextLong()), blocking, new SessionLog(), new StsSignOfLife(http)));
    var sts = parts.add(new StsCalls(http, blocking, time.wall(), skew -> sessions.skew(skew.ahead())));
    var sso = parts.add(new SsoCalls(http, start.environment(), start.home(), blocking, time.wall()));
    var login = parts.add(new LoginCalls(http, start.environment(), start.home(), blocking, time.wall()));
    var sources = new Sources(sessions,
        new Surroundings(start.environment(), start.home(), http, sts, sso, login,
            MfaCodes.NONE, time.timers(), blocking, time.wall(), Surroundings.COMMAND_LIMIT));
    return new CoreParts(new ClientTokens(random, time.wall()), sessions,
        new Broker(sessions, sources::plan, loop));
  }
}
