package io.credentialbroker.core.caller;

import java.util.Arrays;
import java.util.Set;

/**
 * What a client's process has to be. Each kind of rule that is given must hold, by any one of its values; what
 * could not be found out about a process does not hold.
 *
 * @param executables absolute paths of programs
 * @param sha256 digests of programs, as lower-case hexadecimal digits
 * @param units systemd units, e.g. {@code ci.service}, in which the process runs
 * @param cgroups control groups, e.g. {@code /system.slice}, in or below which the process runs
 */
public record ProcessRules(Set<String> executables, Set<String> sha256, Set<String> units,
    Set<String> cgroups) {

  /** Any process. */
  public static final ProcessRules NONE = new ProcessRules(Set.of(), Set.of(), Set.of(), Set.of());

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

  public boolean accept(ProcessFacts process) {
    return acceptExecutable(process) && acceptPlace(process);
  }

  private boolean acceptExecutable(ProcessFacts process) {
    return (executables.isEmpty()
        || process.executable() != null && executables.contains(process.executable()))
        && (sha256.isEmpty() || process.sha256() != null && sha256.contains(process.sha256()));
  }

  private boolean acceptPlace(ProcessFacts process) {
    String path = process.cgroup();
    if (path == null) {
      return units.isEmpty() && cgroups.isEmpty();
    }
    return (units.isEmpty() || Arrays.stream(path.split("/", -1)).anyMatch(units::contains))
        && (cgroups.isEmpty()
            || cgroups.stream().anyMatch(group -> path.equals(group) || path.startsWith(group + '/')));
  }
}
