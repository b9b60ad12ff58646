package io.credentialbroker.server.audit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which program a process runs. */
@FunctionalInterface
interface PeerExecutables {
  /** The boot time of the machine, from which the start of a process is counted, is known to a second. */
  Duration GRANULARITY = Duration.ofSeconds(1);

  /**
   * The path of the program, as the kernel has it.
   *
   * @param at when the process was seen, in milliseconds since 1970: one that began later has only got its number
   * @return null when it has ended, is another user's, or is not the one that was seen
   */
  @Nullable
  String of(int pid, long at);

  /** As this machine's kernel tells. The reading takes some 50 µs and is done by the writer, not the event loop. */
  static PeerExecutables ofThisMachine() {
    return (pid, at) -> ProcessHandle.of(pid).map(ProcessHandle::info)
        .filter(info -> info.startInstant().filter(start -> start.minus(GRANULARITY)
            .isBefore(Instant.ofEpochMilli(at))).isPresent())
        .flatMap(ProcessHandle.Info::command).orElse(null);
  }
}
