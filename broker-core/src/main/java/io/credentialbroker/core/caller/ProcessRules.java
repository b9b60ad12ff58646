package io.credentialbroker.core.caller;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client's process has to be. Each kind of rule that is given must hold, by any one of its values; what
 * could not be found out about a process does not hold.
 *
 * @param executables absolute paths of programs
 * @param sha256 digests of programs, as lower-case hexadecimal digits
 * @param units systemd units in which the process runs: {@code ci.service} of the system, {@code user:ci.service}
 *     of a user's own manager
 * @param cgroups control groups, e.g. {@code /system.slice}, in or below which the process runs
 */
public record ProcessRules(Set<String> executables, Set<String> sha256, Set<String> units,
    Set<String> cgroups) {

  /** Any process. */
  public static final ProcessRules NONE = new ProcessRules(Set.of(), Set.of(), Set.of(), Set.of());

  private static final String OF_A_USER = "user:";

  public ProcessRules {
    executables = Set.copyOf(executables);
    sha256 = Set.copyOf(sha256);
    units = Set.copyOf(units);
    cgroups = Set.copyOf(cgroups);
  }

  /** Whether every process is right, so that none need be looked at. */
  public boolean isEmpty() {
    return executables.isEmpty() && sha256.isEmpty() && units.isEmpty() && cgroups.isEmpty();
  }

  /** Whether the program's own bytes have to be read. */
  public boolean needsDigest() {
    return !sha256.isEmpty();
  }

  /** Whether all of these may, of whom any could be the one that asks. Nobody is not good evidence. */
  public boolean accept(List<ProcessFacts> processes) {
    return isEmpty() || !processes.isEmpty() && processes.stream().allMatch(this::accept);
  }

  private boolean accept(ProcessFacts process) {
    return holds(executables, process.executable()) && holds(sha256, process.sha256())
        && holds(units, unitOf(process.cgroup())) && acceptGroup(process.cgroup());
  }

  private static boolean holds(Set<String> wanted, @Nullable String found) {
    return wanted.isEmpty() || found != null && wanted.contains(found);
  }

  private boolean acceptGroup(@Nullable String path) {
    return cgroups.isEmpty() || path != null
        && cgroups.stream().anyMatch(group -> path.equals(group) || path.startsWith(group + '/'));
  }

  /**
   * The unit that a control group belongs to. systemd puts units below slices only (systemd.slice(5)), so it is
   * the first on the path that is none; what is below it, the unit itself may have made and named.
   */
  private static @Nullable String unitOf(@Nullable String path) {
    String manager = "";
    for (String part : path == null ? new String[0] : path.split("/", -1)) {
      if (manager.isEmpty() && part.startsWith("user@") && part.endsWith(".service")) {
        manager = OF_A_USER;
      } else if (!part.isEmpty() && !part.endsWith(".slice")) {
        return manager + part;
      }
    }
    return null;
  }
}
