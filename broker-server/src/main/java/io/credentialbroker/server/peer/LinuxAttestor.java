package io.credentialbroker.server.peer;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.ProcessFacts;
import io.credentialbroker.core.caller.ProcessRules;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Attests by {@code SO_PEERPIDFD} and {@code /proc} on unix sockets, and on loopback TCP by the number of the
 * client's socket and who holds it. A few at a time: whoever has a token with rules and asks without end makes only
 * others with rules wait.
 */
final class LinuxAttestor implements Attestor, AutoCloseable {
  private static final int AT_ONCE = 2;

  private final Attestation attestation;
  private final @Nullable TcpPeers tcp;
  private final @Nullable UnixDiag unix;
  private final boolean handles;
  private final Executor blocking;
  private final Semaphore looking = new Semaphore(AT_ONCE);

  /**
   * Looks at the processes of this machine.
   *
   * @param tcp knows the sockets of loopback; null where nobody does
   * @param unix knows the other ends of unix sockets; null where nobody does
   * @param handles whether to ask for {@code SO_PEERPIDFD}
   * @param blocking reads {@code /proc}
   */
  LinuxAttestor(ProcessTable processes, @Nullable TcpPeers tcp, @Nullable UnixDiag unix, boolean handles,
      Executor blocking) {
    this.attestation = new Attestation(processes);
    this.tcp = tcp;
    this.unix = unix;
    this.handles = handles;
    this.blocking = blocking;
  }

  /** With all that this kernel and the sandbox around us offer. */
  static LinuxAttestor ofThisMachine(ProcessTable processes, @Nullable TcpPeers tcp, Executor blocking) {
    UnixDiag unix;
    try {
      unix = new UnixDiag();
    } catch (IOException e) {
      unix = null; // No netlink here.
    }
    return new LinuxAttestor(processes, tcp, unix, true, blocking);
  }

  @Override
  public CompletableFuture<List<ProcessFacts>> processesOf(Channel channel, ProcessRules rules) {
    Peer peer = PeerGate.peerOf(channel);
    if (peer == null) {
      return CompletableFuture.completedFuture(List.of());
    }
    if (channel instanceof EpollDomainSocketChannel socket) {
      var evidence = UnixPeer.of(socket.fd().intValue(), handles);
      return run(() -> attestation.ofPeer(peer, rules, evidence.asking(unix)))
          .whenComplete((_, _) -> evidence.close());
    }
    var table = tcp;
    if (table == null || peer.socket() == 0) {
      return CompletableFuture.completedFuture(List.of());
    }
    return run(() -> {
      List<ProcessFacts> found = attestation.ofSocket(peer.socket(), peer.uid(), rules);
      // Still that socket: its number is not another's by now.
      return peer.equals(table.peerOf(channel)) ? found : List.of();
    });
  }

  private interface Look {
    List<ProcessFacts> look();
  }

  private CompletableFuture<List<ProcessFacts>> run(Look look) {
    try {
      return CompletableFuture.supplyAsync(() -> {
        looking.acquireUninterruptibly();
        try {
          return look.look();
        } finally {
          looking.release();
        }
      }, blocking).exceptionally(_ -> List.of());
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(List.of()); // The daemon is about to end.
    }
  }

  @Override
  public void close() {
    if (unix != null) {
      unix.close();
    }
  }
}
