package io.credentialbroker.server;

import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.server.callers.RecentCallers;
import io.credentialbroker.server.control.AuditPage;
import io.credentialbroker.server.control.ConsolePages;
import io.credentialbroker.server.control.ControlPipeline;
import io.credentialbroker.server.control.DaemonFacts;
import io.credentialbroker.server.control.EnvironmentPages;
import io.credentialbroker.server.control.LockPages;
import io.credentialbroker.server.control.MfaPages;
import io.credentialbroker.server.control.Monitor;
import io.credentialbroker.server.control.Pages;
import io.credentialbroker.server.control.ProfilePages;
import io.credentialbroker.server.control.ReloadPage;
import io.credentialbroker.server.control.StatusPage;
import io.credentialbroker.server.control.TokenPages;
import io.credentialbroker.server.peer.PeerGate;
import io.credentialbroker.server.transport.Bound;
import io.credentialbroker.server.transport.Transport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user's own commands ask on {@code control.sock}, and who answers.
 *
 * @param on what the daemon stands on
 * @param core what is served
 * @param tokens the tokens of others
 * @param exec the tokens of commands
 * @param reloads the files
 * @param lock has a restart find the broker locked, or open, as it is
 * @param audit the audit, or that there is none
 * @param callers who has asked of late
 * @param facts what is true of this daemon
 * @param blocking runs what may block
 */
record ControlPart(Footing on, CoreParts core, TokenParts tokens, TokenParts.Users exec, Reloads reloads,
    LockFile lock, AuditPart audit, RecentCallers callers, DaemonFacts facts, Executor blocking) {

  private static final Logger LOG = LoggerFactory.getLogger("brokerd.daemon");

  /** Listens; on the socket that was passed, if one was. */
  Bound open(Transport transport, Monitor monitor) throws IOException {
    int uid = on.runtime().uid();
    var pipeline = new ControlPipeline(() -> new PeerGate(transport.unixPeers(), peer -> peer == uid,
        peer -> LOG.warn("control.sock: closed a stranger")), pages(), monitor);
    var passed = on.passed().control();
    return passed == null
        ? transport.bindUnix(on.runtime().resolve("control.sock"), pipeline)
        : transport.adopt(passed, pipeline);
  }

  private List<Pages> pages() {
    var broker = core.broker();
    var clock = on.start().time().wall();
    return List.of(
        new StatusPage(broker, core.sessions(), clock, facts, this::problems, core.identities(),
            core.skew()::get, callers::byProfile),
        new ProfilePages(broker, core.sessions(), core.identities(), reloads::explain, core.doctor()::examine,
            blocking),
        new EnvironmentPages(broker, facts, exec.exec(), blocking),
        new ConsolePages(broker, core.console(), audit.signIns(), socket()),
        new MfaPages(core.mfa(), clock),
        new TokenPages(tokens.named(), blocking),
        new LockPages(broker.lock(), lock::keep, clock, blocking),
        new ReloadPage(broker, reloads::reload, blocking),
        new AuditPage(audit::facts));
  }

  /** Its path, which is the service manager's choice where that has made it. */
  private String socket() {
    var passed = on.passed().control();
    return (passed == null ? on.runtime().resolve("control.sock") : passed.path()).toString();
  }

  private List<ProfileProblem> problems() {
    return Stream
        .of(reloads.problems().stream(), audit.problems().stream(), tokens.named().problem().stream())
        .flatMap(Function.identity()).toList();
  }
}
