package io.credentialbroker.server.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that this system says about the other ends of its connections, asked for when it is first needed. */
public final class LocalPeers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("brokerd.gate");
  private static final Path PROCESSES = Path.of("/proc");
  private static final Path LINUX_TABLES = PROCESSES.resolve("self/net");

  private @Nullable TcpPeers tcp;
  private @Nullable LinuxAttestor attestor;

  /**
   * How to find out who is at the other end of a loopback TCP connection.
   *
   * @return empty where the system does not say (not Linux); there the token alone decides
   */
  public synchronized Optional<PeerLookup> overTcp() {
    if (tcp == null && Files.exists(LINUX_TABLES)) {
      tcp = TcpPeers.ofLinux();
    }
    return Optional.ofNullable(tcp);
  }

  /**
   * How to find out which process is at the other end of a connection; where the system does not say, of nobody.
   *
   * @param blocking looks, which may take as long as reading a program
   */
  public synchronized Attestor attestor(Executor blocking, InstantSource clock) {
    overTcp();
    if (attestor == null && Files.exists(LINUX_TABLES)) {
      attestor = LinuxAttestor.ofThisMachine(new ProcFs(PROCESSES, new ProgramDigests(clock)), tcp, blocking);
    }
    return attestor == null ? Attestor.NONE : attestor;
  }

  /** Has the calls linked that ask the kernel, which takes some time in a young JVM; finds out nothing. */
  public static void makeReady() {
    if (Files.exists(LINUX_TABLES)) {
      try (var _ = new DiagSocket(DiagSocket.HEADER)) {
        // It has been opened, and is closed again: its calls are linked now.
      } catch (IOException e) {
        LOG.debug("no sock_diag: {}", e.getMessage());
      }
    }
  }

  @Override
  public synchronized void close() {
    if (attestor != null) {
      attestor.close();
    }
    if (tcp != null) {
      tcp.close();
    }
  }
}
