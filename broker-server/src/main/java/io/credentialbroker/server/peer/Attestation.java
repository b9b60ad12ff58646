package io.credentialbroker.server.peer;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.ProcessFacts;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.server.peer.ProcessTable.OpenProcess;
import io.credentialbroker.server.peer.ProcessTable.Program;
import io.credentialbroker.server.peer.ProcessTable.Stamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about a peer's process, in the order that leaves no room for another process with the same id: first
 * take hold of the process, then make sure that it is the peer, then look, then make sure that it still is the same
 * and has not become another program meanwhile. Whatever is in doubt is not known.
 */
final class Attestation {
  private final ProcessTable processes;

  Attestation(ProcessTable processes) {
    this.processes = processes;
  }

  /** By what else than its id a process is known to be the one that is meant. */
  interface Meant {
    /** Asked when the process is held already, and again at the end. */
    boolean is(OpenProcess process) throws IOException;
  }

  /**
   * The process that connected to a unix socket.
   *
   * @param peer as the kernel noted it when the connection was made
   * @return one process, or none when it is in doubt
   */
  List<ProcessFacts> ofPeer(Peer peer, ProcessRules rules, Meant meant) {
    try {
      ProcessFacts facts = look(peer.pid(), peer.uid(), rules, meant);
      return facts == null ? List.of() : List.of(facts);
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * All processes that hold a socket: a child may have inherited it, and each of them can send requests.
   *
   * @param inode the socket
   * @param uid its owner
   * @return none when one of them is in doubt
   */
  List<ProcessFacts> ofSocket(long inode, int uid, ProcessRules rules) {
    try {
      Set<Integer> holders = processes.holdersOf(inode, uid);
      var all = new ArrayList<ProcessFacts>();
      for (int pid : holders) {
        ProcessFacts facts = look(pid, uid, rules, process -> process.holds(inode));
        if (facts == null) {
          return List.of();
        }
        all.add(facts);
      }
      return processes.holdersOf(inode, uid).equals(holders) ? List.copyOf(all) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private @Nullable ProcessFacts look(int pid, int uid, ProcessRules rules, Meant meant) throws IOException {
    if (pid <= 0) {
      return null; // Of another pid namespace: it has no name here.
    }
    try (OpenProcess process = processes.open(pid)) {
      if (process == null) {
        return null;
      }
      Stamp stamp = process.stamp();
      if (stamp.uid() != uid || !meant.is(process)) {
        return null; // Another process by now, or it has become somebody else since it connected.
      }
      Program program = process.program();
      ProcessFacts facts = facts(process, program, rules);
      boolean same = Objects.equals(process.program(), program) && meant.is(process)
          && process.stamp().equals(stamp);
      return same ? facts : null;
    }
  }

  private ProcessFacts facts(OpenProcess process, @Nullable Program program, ProcessRules rules)
      throws IOException {
    if (program == null) {
      return new ProcessFacts(null, null, process.cgroup());
    }
    String path = rules.executables().stream().filter(one -> processes.isAt(one, program)).findFirst()
        .orElse(null);
    return new ProcessFacts(path, rules.needsDigest() ? process.digest(program) : null, process.cgroup());
  }
}
