package io.credentialbroker.server;

import io.credentialbroker.core.files.FileWatches;
import io.credentialbroker.core.files.KernelEvents;
import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.server.callers.RecentCallers;
import io.credentialbroker.server.config.ConfigException;
import io.credentialbroker.server.control.DaemonFacts;
import io.credentialbroker.server.control.Monitor;
import io.credentialbroker.server.log.Event;
import io.credentialbroker.server.ops.Liveness;
import io.credentialbroker.server.pipeline.VendObserver;
import io.credentialbroker.server.process.FullCollections;
import io.credentialbroker.server.systemd.Heartbeat;
import io.credentialbroker.server.systemd.Notify;
import io.credentialbroker.server.transport.RuntimeDirectory;
import io.credentialbroker.server.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running broker: the list of its parts, in the order in which they start. They stop in reverse. */
final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.daemon");

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
   * @param before asked before a secret is read, and before anything is opened
   * @throws Fault when the process has rights that it should not have, or the sandbox cannot be had
   * @throws ConfigException when {@code broker.toml} cannot be used
   * @throws IOException a {@code ListenException} when a place to listen cannot be had
   */
  static Daemon start(Start given, Precondition before) throws Fault, ConfigException, IOException {
    var parts = new Parts();
    try {
      return assemble(given, before, parts);
    } catch (Fault | ConfigException | IOException | RuntimeException e) {
      parts.closeAfter(e);
      throw e;
    }
  }

  private static Daemon assemble(Start given, Precondition before, Parts parts)
      throws Fault, ConfigException, IOException {
    parts.add(given.time());
    var on = Footing.find(given, before, parts);
    var start = on.start();
    var runtime = on.runtime();
    var blocking = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("work-", 0).factory());
    parts.add(() -> abandon(blocking));
    var transport = parts
        .add(Transport.open(1).trusting(RuntimeDirectory.trustedParent(given.environment())));
    var monitoring = Monitoring.begin(start, transport, parts);
    var core = CoreParts.assemble(start, on.settings(), parts, blocking, transport.timers(),
        monitoring.metrics().sessions());
    var lock = new LockFile(core.broker().lock(), on.kept("locked"), start.time().wall());
    lock.restore();
    var tokens = TokenParts.assemble(on, core, transport, parts, blocking);
    var events = parts.add(KernelEvents.open(blocking));
    var watches = new FileWatches(start.time().timers(), blocking, events);
    var reloads = parts.add(
        new Reloads(start, on.settings(), core.broker(), tokens.clients(), core.codes(), watches));
    if (core.restart() != null) {
      core.restart().restore();
    }
    reloads.begin();
    if (core.restart() != null) {
      core.restart().tell();
    }

    var users = tokens.users(on, core, parts, blocking);
    var config = on.settings().config();
    var audit = parts.add(AuditPart.open(config.audit(), start, runtime, core));
    var callers = new RecentCallers(start.time().wall(),
        name -> core.broker().catalog().entries().containsKey(name));
    var listeners = parts.add(Listeners.open(config, on.passed(), transport, runtime, core, users.owner(),
        VendObserver.all(audit.observer(), monitoring.metrics().vends(), callers), blocking));
    if (on.passed().any()) {
      parts.add(on.lock());
    }
    parts.add(listeners::stopAccepting);
    var pages = monitoring.pages(start, core, listeners::open,
        () -> reloads.problems().size() + audit.problems().size(), reloads::keptWarmByName);
    var ops = parts
        .add(OpsListeners.open(config.ops(), transport, pages, blocking, monitoring.metrics().vends()));
    var facts = new DaemonFacts(start.version(), ProcessHandle.current().pid(), start.time().wall().instant(),
        start.sandbox() ? URI.create(start.environment().get(SandboxPart.ENDPOINT)) : null,
        Stream.concat(listeners.facts().stream(), ops.facts().stream()).toList(), listeners.endpoint(),
        users.file().path());
    parts.add(new ControlPart(on, core, tokens, users, reloads, lock, audit, callers, facts, blocking).open(
        transport,
        new Monitor(pages, blocking)));
    parts.add(FullCollections.ofThisProcess(given.time().timers()));
    announce(given, parts, monitoring.liveness());
    blocking.execute(core::makeCallsReady);
    Event.info(LOG, "daemon.ready").with("version", start.version()).with("listeners", places(facts))
        .with("sandbox", start.sandbox() ? "true" : null)
        .tell("ready: " + (start.sandbox() ? "SANDBOX, not real AWS; " : "") + places(facts));
    return new Daemon(parts, reloads, facts, runtime);
  }

  /** Tells the service manager, now and from time to time. */
  private static void announce(Start given, Parts parts, Liveness liveness) {
    var systemd = new Notify(given.environment().get("NOTIFY_SOCKET"));
    systemd.ready();
    Heartbeat.period(given.environment(), ProcessHandle.current().pid()).ifPresent(period -> parts.add(
        new Heartbeat(period, given.time().timers(), liveness::isWell, systemd::alive)).start());
    parts.add(systemd::stopping);
  }

  /** A stop waits for nobody: not for a command that hangs, which would outlive us, nor for a file or a call. */
  private static void abandon(ExecutorService blocking) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    blocking.shutdownNow();
  }

  private static String places(DaemonFacts facts) {
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
    Event.info(LOG, "daemon.stopped").tell("stopped");
  }
}
