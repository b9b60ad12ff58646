package io.credentialbroker.server;

import io.credentialbroker.core.profile.ProfileProblem;
import io.credentialbroker.server.audit.AuditFacts;
import io.credentialbroker.server.audit.AuditLog;
import io.credentialbroker.server.audit.AuditSettings;
import io.credentialbroker.server.audit.SignIns;
import io.credentialbroker.server.config.BrokerConfig;
import io.credentialbroker.server.ecs.RoleArns;
import io.credentialbroker.server.peer.SocketHolders;
import io.credentialbroker.server.pipeline.VendObserver;
import io.credentialbroker.server.transport.RuntimeDirectory;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit of a daemon, or that it has none. */
final class AuditPart implements AutoCloseable {
  private static final long MEGABYTE = 1_000_000;

  private final @Nullable AuditLog log;

  private AuditPart(@Nullable AuditLog log) {
    this.log = log;
  }

  static AuditPart open(BrokerConfig.Audit config, Start start, RuntimeDirectory runtime, CoreParts core) {
    if (!config.enabled()) {
      return new AuditPart(null);
    }
    var roleArns = new RoleArns(core.broker()::catalog);
    return new AuditPart(AuditLog.open(new AuditSettings(fileOf(config, start, runtime),
        config.maxMegabytes() * MEGABYTE, config.keep(), runtime.uid()), start.time().wall(), roleArns::of,
        SocketHolders.ofThisMachine()::holderOf));
  }

  /** What the sandbox gives opens nothing, and has no place among the records of what does. */
  private static Path fileOf(BrokerConfig.Audit config, Start start, RuntimeDirectory runtime) {
    if (config.file() != null) {
      return config.file();
    }
    if (start.sandbox()) {
      return runtime.resolve("sandbox").resolve("audit.jsonl");
    }
    String xdg = start.environment().getOrDefault("XDG_STATE_HOME", "");
    // The XDG base directory specification: a relative path is as none.
    Path state = xdg.startsWith("/") ? Path.of(xdg) : start.home().resolve(".local").resolve("state");
    return state.resolve("credential-broker").resolve("audit.jsonl");
  }

  /** What the gate tells its decisions to. */
  VendObserver observer() {
    return log == null ? VendObserver.NONE : log;
  }

  /** What the console's links are told to. */
  SignIns signIns() {
    return log == null ? SignIns.NONE : log;
  }

  /** How it stands; null when there is none. */
  @Nullable
  AuditFacts facts() {
    return log == null ? null : log.facts();
  }

  /** That it cannot be written, for {@code broker status}. */
  List<ProfileProblem> problems() {
    var facts = facts();
    return facts == null || facts.problem() == null
        ? List.of()
        : List.of(new ProfileProblem(facts.file().toString(), null, null, facts.problem(),
            "Make room or mend the permissions, or name another 'file' below [audit] in broker.toml."));
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
  }
}
