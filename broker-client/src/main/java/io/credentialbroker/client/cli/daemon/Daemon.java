package io.credentialbroker.client.cli.daemon;

import io.credentialbroker.client.BrokerException;
import io.credentialbroker.client.BrokerException.Kind;
import io.credentialbroker.client.ControlClient;
import io.credentialbroker.client.CredentialsClient;
import io.credentialbroker.client.RuntimeDirectory;
import io.credentialbroker.client.StatusReport;
import io.credentialbroker.client.cli.surroundings.Surroundings;
import java.nio.file.Path;
import java.time.Duration;

/** The daemon of these surroundings, running or to be started. */
public final class Daemon {
  private static final Duration PATIENCE_OF_A_COMMAND = Duration.ofSeconds(4);

  private final Surroundings here;
  private final RuntimeDirectory directory;

  public Daemon(Surroundings here) throws BrokerException {
    this.here = here;
    this.directory = RuntimeDirectory.of(here.environment());
  }

  /** Something asked of the daemon. */
  @FunctionalInterface
  public interface Call<T> {
    T now() throws BrokerException;
  }

  public ControlClient control() {
    return new ControlClient(directory.controlSocket());
  }

  /** The answer of a call, from a daemon that is started for it where none runs. */
  public <T> T started(Call<T> call) throws BrokerException {
    try {
      return call.now();
    } catch (BrokerException e) {
      if (e.kind() != Kind.NO_DAEMON) {
        throw e;
      }
      return new DaemonStart(here, directory, e).untilAnswered(call);
    }
  }

  public byte[] credentialProcess(String profile) throws BrokerException {
    try {
      return client(directory.credentialsSocket()).credentialProcess(profile);
    } catch (BrokerException e) {
      if (e.kind() == Kind.UNAVAILABLE && runByDaemon()) {
        // The reason first: the daemon passes on the beginning of what its commands say.
        throw new BrokerException(Kind.UNAVAILABLE,
            "brokerd runs this command and is asked by it for '" + profile
                + "': if that is the command's own profile, it waits for itself",
            "let the command get its credentials elsewhere");
      }
      if (e.kind() != Kind.NO_DAEMON) {
        throw e;
      }
      return client(socketFromStatus(e)).credentialProcess(profile);
    }
  }

  /** A command of the daemon's own gives up before the daemon gives up on it, or nobody would read its reason. */
  private CredentialsClient client(Path socket) {
    return runByDaemon()
        ? new CredentialsClient(socket, PATIENCE_OF_A_COMMAND)
        : new CredentialsClient(socket);
  }

  private boolean runByDaemon() {
    return !here.variable("CREDENTIAL_BROKER_COMMAND").isEmpty();
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
