package io.credentialbroker.server.config;

import static io.credentialbroker.server.config.Kinds.each;
import static io.credentialbroker.server.config.Kinds.kind;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The kinds of values that say what a process is. */
final class ProcessKinds {
  private static final Pattern DIGESTS = Pattern.compile("[0-9a-fA-F]{64}");
  /** systemd.unit(5); of all units only these two have processes that others start. */
  private static final Pattern UNITS = Pattern
      .compile("(user:)?[A-Za-z0-9:_.\\\\@-]{1,240}\\.(service|scope)");

  static final Kind<Set<String>> EXECUTABLES = kind("a list of absolute paths",
      (node, _) -> Set.copyOf(each(node, text -> {
        if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
          throw new Kind.Mismatch("'" + text + "' is no absolute path");
        }
        return Path.of(text).normalize().toString();
      })));

  static final Kind<Set<String>> DIGESTS_OF_PROGRAMS = kind(
      "a list of SHA-256 digests of 64 hexadecimal digits",
      (node, _) -> Set.copyOf(each(node, text -> {
        if (!DIGESTS.matcher(text).matches()) {
          throw new Kind.Mismatch("one of them has other characters or another length");
        }
        return text.toLowerCase(Locale.ROOT);
      })));

  static final Kind<Set<String>> UNIT_NAMES = kind(
      "a list of names of services or scopes, such as [\"ci.service\", \"user:backup.service\"]",
      (node, _) -> Set.copyOf(each(node, text -> {
        if (!UNITS.matcher(text).matches()) {
          throw new Kind.Mismatch("'" + text + "' is no name of a service or scope");
        }
        return text;
      })));

  static final Kind<Set<String>> CGROUPS = kind(
      "a list of control groups, such as [\"/system.slice/ci.service\"]",
      (node, _) -> Set.copyOf(each(node, text -> {
        if (!text.startsWith("/") || text.endsWith("/") || text.contains("//") || text.contains("..")) {
          throw new Kind.Mismatch("'" + text + "' is not written as /proc/PID/cgroup has it");
        }
        return text;
      })));

  private ProcessKinds() {}
}
