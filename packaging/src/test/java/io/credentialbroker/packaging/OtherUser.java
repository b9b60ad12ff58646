package io.credentialbroker.packaging;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An ordinary user with a folder and a copy of the distribution of its own: what a test run by root needs to see
 * what an ordinary user's processes can do to each other. Run by an ordinary user it is that user.
 */
final class OtherUser {
  private static final int UID = 54_321;

  private final Path folder;
  private final List<String> prefix;

  private OtherUser(Path folder, List<String> prefix) {
    this.folder = folder;
    this.prefix = prefix;
  }

  /** One whose files all lie below {@code temp}. */
  static OtherUser in(Path temp) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("user"));
    boolean root = (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS) == 0;
    if (!root) {
      return new OtherUser(folder, List.of());
    }
    Tools.need("setpriv");
    if (!isReachable(temp)) {
      abort("an ordinary user cannot reach " + temp);
    }
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    var user = new OtherUser(folder,
        List.of("setpriv", "--reuid=" + UID, "--regid=" + UID, "--clear-groups", "--"));
    user.give(folder);
    return user;
  }

  private static boolean isReachable(Path temp) throws IOException {
    for (Path above = temp.getParent(); above != null; above = above.getParent()) {
      if (Files.getPosixFilePermissions(above).stream()
          .noneMatch(
              permission -> permission == java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  /** A copy of the distribution that this user can run; where it is, when the user can reach it there. */
  Path distribution() throws IOException {
    if (prefix.isEmpty()) {
      return Distribution.home();
    }
    Path copy = folder.resolveSibling("dist");
    // -p keeps the times, to which the AOT caches are bound.
    Run.of(Map.of(), folder, List.of("cp", "-Rp", Distribution.home().toString(), copy.toString()))
        .succeeded();
    return copy;
  }

  Path folder() {
    return folder;
  }

  Map<String, String> environment() {
    return Map.of("HOME", folder.toString(), "TMPDIR", folder.toString(), "CREDENTIAL_BROKER_RUNTIME_DIR",
        folder.resolve("run").toString(), "XDG_STATE_HOME", folder.resolve("state").toString(),
        "XDG_CONFIG_HOME", folder.resolve("xdg").toString());
  }

  /** Makes everything below a folder this user's. */
  void give(Path path) throws IOException {
    if (!prefix.isEmpty()) {
      try (Stream<Path> all = Files.walk(path)) {
        all.forEach(one -> {
          try {
            Files.setAttribute(one, "unix:uid", UID, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(one, "unix:gid", UID, LinkOption.NOFOLLOW_LINKS);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
      }
    }
  }

  /** A program that goes on. */
  Service start(String log, List<String> line) throws IOException {
    return start(environment(), log, line);
  }

  Service start(Map<String, String> environment, String log, List<String> line) throws IOException {
    return Service.start(environment, folder.resolveSibling(log), folder, with(line));
  }

  /** A program to its end. */
  Run run(List<String> line) {
    return Run.of(environment(), folder, with(line));
  }

  private List<String> with(List<String> line) {
    var whole = new ArrayList<>(prefix);
    whole.addAll(line);
    return whole;
  }

  /** Skips where the system lets nobody trace anybody: then the tests of that would prove nothing. */
  void needTracing() throws Exception {
    Tools.need("gdb");
    try (var victim = start("victim.log", List.of("sleep", "600"))) {
      Path mem = Path.of("/proc/" + victim.pid() + "/mem");
      victim.awaitReady(() -> Files.exists(mem));
      Run run = run(List.of("gdb", "-batch", "-ex", "info proc", "-p", Long.toString(victim.pid())));
      assumeTrue(run.out().contains("sleep"),
          "this system lets no user trace its own processes: " + run.err());
    }
  }
}
