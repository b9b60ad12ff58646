package io.credentialbroker.server;

import io.credentialbroker.server.config.BrokerConfig;
import io.credentialbroker.server.config.ConfigException;
import io.credentialbroker.server.log.Log;
import io.credentialbroker.server.transport.RuntimeDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a daemon stands on before any of it runs.
 *
 * @param start what it was started with; in the sandbox, in the environment of that
 * @param settings what its files say
 * @param runtime where its sockets and tokens lie
 * @param passed the sockets that the service manager has opened for it
 * @param lock keeps a second daemon from starting, until it is closed
 */
record Footing(Start start, Settings settings, RuntimeDirectory runtime, PassedSockets passed,
    AutoCloseable lock) {

  /** A predecessor has five seconds to end, of which it holds the lock for a few milliseconds. */
  private static final Duration LONGEST_HANDOVER = Duration.ofSeconds(6);

  /**
   * Reads, checks and locks; changes nothing that another daemon uses.
   *
   * @param before asked before a secret is read, and before anything is opened: it may start this process anew
   * @throws Fault when the process has rights that it should not have, or the sandbox cannot be had
   * @throws ConfigException when {@code broker.toml} cannot be used
   * @throws IOException a {@code ListenException} when another daemon runs here
   */
  static Footing find(Start given, Precondition before, Parts parts)
      throws Fault, ConfigException, IOException {
    var config = given.config().read();
    if (config.logFormat() == BrokerConfig.LogFormat.JSON) {
      Log.use(Log.Format.JSON);
    }
    Privileges.check(given.identity(), config.process(), given.sandbox());
    before.ensure();
    var settings = Settings.of(config);
    var runtime = RuntimeDirectory.find(given.environment());
    var passed = PassedSockets.take(given.environment(), runtime);
    // Whoever passes sockets may start a successor while this one still answers what it has accepted.
    var lock = parts.add(runtime.lock(passed.any() ? LONGEST_HANDOVER : Duration.ZERO));
    var start = given.sandbox()
        ? given.in(SandboxPart.open(given.environment(), runtime.resolve("sandbox"), given.sandboxPort()))
        : given;
    return new Footing(start, settings, runtime, passed, lock);
  }

  /** A file of the runtime directory that the next daemon reads; what the sandbox keeps means nothing to a real one. */
  Path kept(String name) {
    return start.sandbox() ? runtime.resolve("sandbox").resolve(name) : runtime.resolve(name);
  }
}
