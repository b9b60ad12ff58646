package io.credentialbroker.server;

import io.credentialbroker.server.config.ConfigFile;
import io.credentialbroker.server.process.Identity;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a daemon is started with.
 *
 * @param environment the daemon's variables
 * @param home the user's home folder
 * @param config where {@code broker.toml} is
 * @param time the daemon's clocks; the daemon closes them
 * @param sandbox whether profiles and AWS are the sandbox's
 * @param sandboxPort where the sandbox listens; 0 for any free port
 * @param version the release
 * @param identity as whom the process runs
 */
record Start(Map<String, String> environment, Path home, ConfigFile config, DaemonTime time, boolean sandbox,
    int sandboxPort, String version, Identity identity) {
  Start {
    environment = Map.copyOf(environment);
  }

  /** The same in another environment. */
  Start in(Map<String, String> other) {
    return new Start(other, home, config, time, sandbox, sandboxPort, version, identity);
  }
}
