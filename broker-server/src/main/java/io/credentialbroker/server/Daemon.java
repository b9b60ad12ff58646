package io.credentialbroker.server;

import io.credentialbroker.core.caller.Grant;
import io.credentialbroker.core.caller.Identity;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.core.caller.TokenTerms;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.server.config.BrokerConfig;
import io.credentialbroker.server.config.ConfigException;
import io.credentialbroker.server.control.ControlApi;
import io.credentialbroker.server.control.ControlPipeline;
import io.credentialbroker.server.control.DaemonFacts;
import io.credentialbroker.server.control.ExecTokens;
import io.credentialbroker.server.log.Log;
import io.credentialbroker.server.pipeline.VendObserver;
import io.credentialbroker.server.systemd.Heartbeat;
import io.credentialbroker.server.systemd.Notify;
import io.credentialbroker.server.transport.PeerGate;
import io.credentialbroker.server.tokens.NamedTokens;
import io.credentialbroker.server.tokens.RotatingToken;
import io.credentialbroker.server.transport.RuntimeDirectory;
import io.credentialbroker.server.transport.StateFile;
import io.credentialbroker.server.transport.TokenFile;
import io.credentialbroker.server.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running broker: the list of its parts, in the order in which they start. They stop in reverse. */
final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.daemon");
  /** A predecessor has five seconds to end, of which it holds the lock for a few milliseconds. */
  private static final Duration LONGEST_HANDOVER = Duration.ofSeconds(6);

  private final Parts parts;
  private final Reloads reloads;
  private final DaemonFacts facts;
  private final RuntimeDirectory runtime;

  private Daemon(Parts parts, Reloads reloads, DaemonFacts facts, RuntimeDirectory runtime) {
    this.parts = parts;
    this.reloads = reloads;
    this.facts = facts;
    this.runtime = runtime;
  }

  /**
   * Starts everything; returns when it serves. It has not called AWS by then.
   *
   * @throws Fault when the process has rights that it should not have, or the sandbox cannot be had
   * @throws ConfigException when {@code broker.toml} cannot be used
   * @throws IOException a {@code ListenException} when a place to listen cannot be had
   */
  static Daemon start(Start given) throws Fault, ConfigException, IOException {
    var parts = new Parts();
    try {
      return assemble(given, parts);
    } catch (Fault | ConfigException | IOException | RuntimeException e) {
      parts.closeAfter(e);
      throw e;
    }
  }

  private static Daemon assemble(Start given, Parts parts) throws Fault, ConfigException, IOException {
    parts.add(given.time());
    var settings = Settings.read(given.config());
    if (settings.config().logFormat() == BrokerConfig.LogFormat.JSON) {
      Log.use(Log.Format.JSON);
    }
    Privileges.check(given.identity(), settings.config().process(), given.sandbox());
    var runtime = RuntimeDirectory.find(given.environment());
    var passed = PassedSockets.take(given.environment(), runtime);
    // Whoever passes sockets may start a successor while this one still answers what it has accepted.
    var lock = parts.add(runtime.lock(passed.any() ? LONGEST_HANDOVER : Duration.ZERO));
    var start = given.sandbox()
        ? given.in(SandboxPart.open(given.environment(), runtime.resolve("sandbox"), given.sandboxPort()))
        : given;
    var blocking = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("work-", 0).factory());
    parts.add(() -> abandon(blocking));
    var transport = parts
        .add(Transport.open(1).trusting(RuntimeDirectory.trustedParent(given.environment())));
    var monitoring = Monitoring.begin(start, transport, parts);
    var core = CoreParts.assemble(start, settings, parts, blocking, transport.timers(),
        monitoring.metrics().sessions());
    // Where the kernel says whose connection it is, a token of ours is for processes of ours.
    var own = transport.tcpPeers().isPresent() ? Set.of(runtime.uid()) : Set.<Integer>of();
    var paces = new Paces(settings.config().limits().requestsPerSecond(), start.time().ticker()::read);
    var clients = parts.add(new NamedClients(core.tokens(), own, paces, start.time().wall(),
        start.time().timers(), blocking));
    var held = new LockFile(core.broker().lock(), runtime.resolve("locked"), start.time().wall());
    held.restore();
    var named = parts.add(new NamedTokens(core.tokens(),
        StateFile.named("tokens.json", given.environment(), given.home(), runtime.uid()), start.time().wall(),
        own,
        () -> paces.of(null), name -> BrokerConfig.RESERVED_CLIENTS.contains(name) || clients.has(name),
        blocking));
    named.load();
    var reloads = parts.add(new Reloads(start, settings, core.broker(), clients, core.codes(), blocking));
    reloads.begin();
    if (core.restart() != null) {
      core.restart().restore();
    }

    var user = settings.config().user();
    var owner = new Identity("user", new Grant(user.profiles()), ProcessRules.NONE, paces.of(null));
    var userToken = parts.add(UserToken.open(new TokenFile(runtime.resolve("token")), passed.any(),
        new RotatingToken(core.tokens(), owner, TokenTerms.of(own), new TokenFile(runtime.resolve("token")),
            user.rotate() == null ? UserToken.NEVER : user.rotate(), UserToken.OVERLAP, start.time().wall(),
            start.time().timers(), blocking)));
    var exec = parts.add(new ExecTokens(core.tokens(), own, () -> paces.of(null), runtime.resolve("exec"),
        (file, token) -> new TokenFile(file).write(token)));
    var audit = parts.add(AuditPart.open(settings.config().audit(), start, runtime, core));
    var listeners = parts.add(Listeners.open(settings.config(), passed, transport, runtime, core, owner,
        VendObserver.all(audit.observer(), monitoring.metrics().vends())));
    if (passed.any()) {
      parts.add(lock);
    }
    parts.add(listeners::stopAccepting);
    var pages = monitoring.pages(start, core, listeners::open,
        () -> reloads.problems().size() + audit.problems().size());
    var ops = parts.add(OpsListeners.open(settings.config().ops(), transport, pages, blocking,
        monitoring.metrics().vends()));
    var facts = new DaemonFacts(start.version(), ProcessHandle.current().pid(), start.time().wall().instant(),
        start.sandbox() ? URI.create(start.environment().get(SandboxPart.ENDPOINT)) : null,
        Stream.concat(listeners.facts().stream(), ops.facts().stream()).toList(), listeners.endpoint(),
        userToken.path());
    var api = new ControlApi(core.broker(), core.sessions(), start.time().wall(), facts,
        () -> Stream.of(reloads.problems().stream(), audit.problems().stream(), named.problem().stream())
            .flatMap(Function.identity()).toList(),
        reloads::reload, reloads::explain, exec, named, held::keep, core.mfa(), core.console(),
        core.identities(), core.doctor()::examine, core.skew()::get, audit::facts, blocking);
    var control = new ControlPipeline(() -> new PeerGate(transport.unixPeers(), uid -> uid == runtime.uid(),
        peer -> LOG.warn("control.sock: closed a stranger")), api, pages);
    parts.add(passed.control() == null
        ? transport.bindUnix(runtime.resolve("control.sock"), control)
        : transport.adopt(passed.control(), control));

    var systemd = new Notify(given.environment().get("NOTIFY_SOCKET"));
    systemd.ready();
    Heartbeat.period(given.environment(), ProcessHandle.current().pid()).ifPresent(period -> parts.add(
        new Heartbeat(period, given.time().timers(), transport::whenAllLoopsAnswer, systemd::alive)).start());
    parts.add(systemd::stopping);
    var daemon = new Daemon(parts, reloads, facts, runtime);
    LOG.info("ready: {}{}", start.sandbox() ? "SANDBOX, not real AWS; " : "", daemon.places());
    return daemon;
  }

  /** A stop waits for nobody: not for a command that hangs, which would outlive us, nor for a file or a call. */
  private static void abandon(ExecutorService blocking) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    blocking.shutdownNow();
  }

  private String places() {
    return facts.listeners().stream().map(DaemonFacts.Listener::address).collect(Collectors.joining(", "));
  }

  /** What is true of this daemon. */
  DaemonFacts facts() {
    return facts;
  }

  /** Where its sockets and tokens lie. */
  RuntimeDirectory runtime() {
    return runtime;
  }

  /** Reads all files now; tells what is wrong with them. Blocks. */
  List<ProfileProblem> reload() {
    return reloads.reload();
  }

  @Override
  public void close() throws Exception {
    parts.close();
    LOG.info("stopped");
  }
}
