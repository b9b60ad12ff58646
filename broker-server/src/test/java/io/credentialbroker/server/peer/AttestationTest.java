package io.credentialbroker.server.peer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.credentialbroker.core.caller.Caller.Peer;
import io.credentialbroker.core.caller.ProcessFacts;
import io.credentialbroker.core.caller.ProcessRules;
import io.credentialbroker.server.peer.ProcessTable.OpenProcess;
import io.credentialbroker.server.peer.ProcessTable.Program;
import io.credentialbroker.server.peer.ProcessTable.Stamp;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Ids that are used again, over a table of processes in which anything may happen between any two looks. As with
 * {@code /proc}, a held process answers for itself or not at all, while what is read by its path is of whoever has
 * the id by then.
 */
final class AttestationTest {
  private static final int UID = 1000;
  private static final int PID = 42;
  private static final long SOCKET = 77;
  private static final String GOOD = "/usr/bin/good";
  private static final String EVIL = "/opt/evil";
  private static final ProcessRules RULES = new ProcessRules(Set.of(GOOD), Set.of("good"), Set.of(),
      Set.of("/good"));
  private static final int TRIALS = 10_000;

  private final World world = new World();
  private final Attestation attestation = new Attestation(world);

  /** A process of the model. */
  private static final class Process {
    private final int uid;
    private final long started;
    private String program;
    private final Set<Long> sockets = new HashSet<>();
    private boolean dead;

    Process(int uid, long started, String program) {
      this.uid = uid;
      this.started = started;
      this.program = program;
    }
  }

  /** The model's machine; {@code meanwhile} happens before each look. */
  private static final class World implements ProcessTable {
    private final Map<Integer, Process> living = new HashMap<>();
    private final Map<String, Program> files = new HashMap<>(
        Map.of(GOOD, new Program(1, 1, 10, 0, 0), EVIL, new Program(1, 2, 10, 0, 0)));
    private Runnable meanwhile = () -> {};
    private long now = 100;

    Process begin(int pid, int uid, String program, long... sockets) {
      var process = new Process(uid, now++, program);
      for (long socket : sockets) {
        process.sockets.add(socket);
      }
      living.put(pid, process);
      return process;
    }

    void end(int pid) {
      Process process = living.remove(pid);
      if (process != null) {
        process.dead = true;
        process.sockets.clear();
      }
    }

    @Override
    public @Nullable OpenProcess open(int pid) {
      meanwhile.run();
      Process process = living.get(pid);
      return process == null ? null : new Held(pid, process);
    }

    @Override
    public Set<Integer> holdersOf(long inode, int uid) {
      var holders = new TreeSet<Integer>();
      for (int pid : List.copyOf(living.keySet())) {
        meanwhile.run();
        Process process = living.get(pid);
        if (process != null && process.uid == uid && process.sockets.contains(inode)) {
          holders.add(pid);
        }
      }
      return holders;
    }

    @Override
    public boolean isAt(String path, Program program) {
      meanwhile.run();
      return program.equals(files.get(path));
    }

    private final class Held implements OpenProcess {
      private final int pid;
      private final Process process;

      Held(int pid, Process process) {
        this.pid = pid;
        this.process = process;
      }

      private Process self() throws IOException {
        meanwhile.run();
        if (process.dead) {
          throw new IOException("gone");
        }
        return process;
      }

      private @Nullable Process byPath() {
        meanwhile.run();
        return living.get(pid);
      }

      @Override
      public Stamp stamp() throws IOException {
        return new Stamp(self().started, self().uid);
      }

      @Override
      public @Nullable Program program() {
        Process found = byPath();
        return found == null ? null : files.get(found.program);
      }

      @Override
      public String digest(Program program) throws IOException {
        return self().program.equals(GOOD) ? "good" : "evil";
      }

      @Override
      public String cgroup() throws IOException {
        return self().program.equals(GOOD) ? "/good" : "/evil";
      }

      @Override
      public boolean holds(long inode) {
        Process found = byPath();
        return found != null && found.sockets.contains(inode);
      }

      @Override
      public void close() {}
    }
  }

  private List<ProcessFacts> ofSocketHolder(int pid) {
    return attestation.ofPeer(new Peer(UID, pid), RULES, process -> process.holds(SOCKET));
  }

  @Test
  void ofPeer_quietProcess_isKnown() {
    world.begin(PID, UID, GOOD, SOCKET);
    assertThat(ofSocketHolder(PID)).containsExactly(new ProcessFacts(GOOD, "good", "/good"));
    assertThat(RULES.accept(ofSocketHolder(PID))).isTrue();
  }

  @Test
  void ofPeer_anotherUserOrNoProcessOrNoId_isNobody() {
    world.begin(PID, UID + 1, GOOD, SOCKET);
    assertThat(ofSocketHolder(PID)).isEmpty();
    assertThat(ofSocketHolder(PID + 1)).isEmpty();
    world.begin(0, UID, GOOD, SOCKET);
    assertThat(ofSocketHolder(0)).isEmpty();
    assertThat(ofSocketHolder(-1)).isEmpty();
  }

  @Test
  void ofPeer_processWithoutTheSocket_isNobody() {
    world.begin(PID, UID, GOOD);
    assertThat(ofSocketHolder(PID)).isEmpty();
  }

  @Test
  void ofPeer_programThatTheSystemDoesNotTell_isKnownByItsGroupOnly() {
    world.begin(PID, UID, "/proc/hidden", SOCKET);
    world.files.remove("/proc/hidden");
    assertThat(ofSocketHolder(PID)).containsExactly(new ProcessFacts(null, null, "/evil"));
    assertThat(RULES.accept(ofSocketHolder(PID))).isFalse();
  }

  @Test
  void ofPeer_programThatIsReplacedOnTheDisk_isNotAtItsPathAnyMore() {
    Process process = world.begin(PID, UID, GOOD, SOCKET);
    world.files.put("/old", requireNonNull(world.files.get(GOOD)));
    process.program = "/old";
    world.files.put(GOOD, new Program(1, 99, 10, 5, 5));
    assertThat(ofSocketHolder(PID)).singleElement().extracting(ProcessFacts::executable).isNull();
  }

  /** At any moment of any look the file may change, and then what was read of it is in doubt. */
  @Test
  void ofPeer_programThatChangesOnTheDiskAtAnyMoment_isNeverTakenForTheOldOne() {
    int doubts = 0;
    for (int moment = 0; moment < 20; moment++) {
      world.begin(PID, UID, GOOD, SOCKET);
      world.files.put(GOOD, new Program(1, 1, 10, 0, 0));
      at(moment, () -> world.files.put(GOOD, new Program(1, 1, 10, 9, 9)));
      if (ofSocketHolder(PID).isEmpty()) {
        doubts++;
      }
      world.meanwhile = () -> {};
      world.end(PID);
    }
    assertThat(doubts).isBetween(4, 19);
  }

  private void at(int moment, Runnable event) {
    var left = new int[]{ moment};
    world.meanwhile = () -> {
      if (left[0]-- == 0) {
        event.run();
      }
    };
  }

  @Test
  void ofSocket_allHolders_areKnown() {
    world.begin(PID, UID, GOOD, SOCKET);
    world.begin(PID + 1, UID, EVIL, SOCKET);
    world.begin(PID + 2, UID, EVIL, SOCKET + 1);

    var found = attestation.ofSocket(SOCKET, UID, RULES);
    assertThat(found).extracting(ProcessFacts::executable).containsExactlyInAnyOrder(GOOD, null);
    assertThat(RULES.accept(found)).isFalse();
    assertThat(attestation.ofSocket(SOCKET + 2, UID, RULES)).isEmpty();
  }

  /**
   * A program that nobody allows asks and ends, and an allowed program that begins just then gets its id, in any of
   * ten thousand orders with the looks of the attestation.
   */
  @Test
  void ofPeer_idsUsedAgainInTenThousandTrials_isNeverTakenForTheAllowedProgram() {
    int known = 0;
    int reused = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      var random = new Random(trial);
      var reuses = new int[1];
      Process evil = world.begin(PID, UID, EVIL, SOCKET);
      world.meanwhile = () -> {
        if (random.nextInt(6) == 0) {
          world.end(PID);
          world.begin(PID, UID, random.nextBoolean() ? GOOD : EVIL, SOCKET + 1 + random.nextInt(2));
          reuses[0]++;
        }
      };
      // Half of them with a handle on the process, as newer kernels have, half by what it holds.
      var found = trial % 2 == 0
          ? attestation.ofPeer(new Peer(UID, PID), RULES, _ -> !evil.dead)
          : ofSocketHolder(PID);
      assertThat(RULES.accept(found)).as("trial %d", trial).isFalse();
      known += found.size();
      reused += reuses[0] > 0 ? 1 : 0;
      world.meanwhile = () -> {};
      world.end(PID);
    }
    assertThat(known).as("found out in spite of it").isPositive();
    assertThat(reused).as("trials in which the id was used again").isGreaterThan(TRIALS / 2);
  }

  /** The same with programs that become others (exec) while they are looked at. */
  @Test
  void ofPeer_programsThatBecomeOthers_isAllowedOnlyWhileItWasTheAllowedOne() {
    int allowed = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      var random = new Random(trial);
      var good = new int[1];
      Process process = world.begin(PID, UID, EVIL, SOCKET);
      world.meanwhile = () -> {
        if (random.nextInt(8) == 0) {
          process.program = random.nextBoolean() ? GOOD : EVIL;
        }
        good[0] += process.program.equals(GOOD) ? 1 : 0;
      };
      if (RULES.accept(ofSocketHolder(PID))) {
        allowed++;
        assertThat(good[0]).as("looks that met the allowed program in trial %d", trial).isGreaterThan(3);
      }
      world.meanwhile = () -> {};
      world.end(PID);
    }
    assertThat(allowed).isPositive();
  }

  @Test
  void ofSocket_idsUsedAgainInTenThousandTrials_isNeverTakenForTheAllowedProgram() {
    for (int trial = 0; trial < TRIALS; trial++) {
      var random = new Random(trial);
      world.begin(PID, UID, EVIL, SOCKET);
      world.begin(PID + 1, UID, GOOD, SOCKET + 1);
      world.meanwhile = () -> {
        if (random.nextInt(6) == 0) {
          int pid = PID + random.nextInt(2);
          world.end(pid);
          world.begin(pid, UID, GOOD, SOCKET + 1);
        }
      };
      assertThat(RULES.accept(attestation.ofSocket(SOCKET, UID, RULES))).as("trial %d", trial).isFalse();
      world.meanwhile = () -> {};
      world.end(PID);
      world.end(PID + 1);
    }
  }
}
