package io.credentialbroker.client.cli;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.CredentialsClient;
import io.credentialbroker.client.RuntimeDirectory;
import io.credentialbroker.client.StatusReport;
import java.nio.file.Path;

/** The daemon of these surroundings, running or to be started. */
final class Daemon {
  private final Surroundings here;
  private final RuntimeDirectory directory;

  Daemon(Surroundings here) throws BrokerException {
    this.here = here;
    this.directory = RuntimeDirectory.of(here.environment());
  }

  /** Something asked of the daemon. */
  @FunctionalInterface
  interface Call<T> {
    T now() throws BrokerException;
  }

  ControlClient control() {
    return new ControlClient(directory.controlSocket());
  }

  /** The answer of a call, from a daemon that is started for it where none runs. */
  <T> T started(Call<T> call) throws BrokerException {
    try {
      return call.now();
    } catch (BrokerException e) {
      if (e.kind() != Kind.NO_DAEMON) {
        throw e;
      }
      return new DaemonStart(here, directory, e).untilAnswered(call);
    }
  }

  byte[] credentialProcess(String profile) throws BrokerException {
    try {
      return new CredentialsClient(directory.credentialsSocket()).credentialProcess(profile);
    } catch (BrokerException e) {
      if (e.kind() != Kind.NO_DAEMON) {
        throw e;
      }
      return new CredentialsClient(socketFromStatus(e)).credentialProcess(profile);
    }
  }

  /** broker.toml may have put the credentials socket elsewhere; the control socket always stays in its place. */
  private Path socketFromStatus(BrokerException none) throws BrokerException {
    for (StatusReport.Listener listener : control().status().listeners()) {
      Path address = Path.of(listener.address());
      if (listener.kind().equals("unix") && !address.equals(directory.credentialsSocket())) {
        return address;
      }
    }
    throw none;
  }
}
