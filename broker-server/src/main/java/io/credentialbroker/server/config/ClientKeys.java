package io.credentialbroker.server.config;

import static io.credentialbroker.server.config.Key.Applies.RELOAD;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of {@code [[client]]}. */
final class ClientKeys {
  static final String SECTION = "client";

  static final Key<@Nullable String> NAME = new Key<>(SECTION, "name", Kinds.NAME, null, "required",
      RELOAD, "How logs call the client. Each client has a name of its own.");

  static final Key<@Nullable Path> TOKEN_FILE = new Key<>(SECTION, "token_file", Kinds.PATH, null,
      "required", RELOAD,
      "The file with the client's token: one line of 16 to 256 characters of `[A-Za-z0-9_-]`, readable by its "
          + "owner only. With `rotate` the daemon writes it.");

  static final Key<@Nullable List<String>> PROFILES = new Key<>(SECTION, "profiles", Kinds.SOME_GLOBS,
      null, "required", RELOAD, "The profiles that the client may have.");

  static final Key<@Nullable Duration> ROTATE = new Key<>(SECTION, "rotate",
      Kinds.optional(Kinds.duration(Duration.ofMinutes(1), Duration.ofDays(365))), null, "never", RELOAD,
      "The daemon makes the token, and a new one each time this has passed.");

  static final Key<Duration> ROTATE_OVERLAP = new Key<>(SECTION, "rotate_overlap",
      Kinds.duration(Duration.ofMinutes(1), Duration.ofDays(30)), Duration.ofHours(1), "\"1h\"", RELOAD,
      "How long the last token stays valid beside the new one, for programs that read the file once.");

  static final Key<Boolean> GROUP_READABLE = new Key<>(SECTION, "group_readable", Kinds.BOOLEAN, false,
      "false",
      RELOAD, "The group of the token file may read it too, for a program of another user.");

  static final Key<Set<Integer>> UIDS = new Key<>(SECTION, "uids", Kinds.UIDS, Set.of(), "[]", RELOAD,
      "The users who may present the token over loopback, in the place of the daemon's own user.");

  static final Key<Boolean> REMOTE = new Key<>(SECTION, "remote", Kinds.BOOLEAN, false, "false", RELOAD,
      "The token may come over an address of `listen.exposed`. It needs `profiles` other than `*`.");

  static final Key<@Nullable Integer> PACE = new Key<>(SECTION, "requests_per_second",
      Kinds.optional(Kinds.count(1, 1_000_000)), null, "`limits.requests_per_second`", RELOAD,
      "How many requests a second the client gets, all its connections together.");

  static final Key<Set<String>> EXECUTABLES = new Key<>(SECTION, "executables", ProcessKinds.EXECUTABLES,
      Set.of(), "[]", RELOAD,
      "The client's process runs one of these programs. Links are followed: what counts is the file.");

  static final Key<Set<String>> SHA256 = new Key<>(SECTION, "sha256", ProcessKinds.DIGESTS_OF_PROGRAMS,
      Set.of(), "[]", RELOAD,
      "The client's process runs a program with one of these digests, as `sha256sum` prints them.");

  static final Key<Set<String>> UNITS = new Key<>(SECTION, "units", ProcessKinds.UNIT_NAMES, Set.of(), "[]",
      RELOAD,
      "The client's process belongs to one of these systemd units: `ci.service` of the system, "
          + "`user:ci.service` of a user's own manager.");

  static final Key<Set<String>> CGROUPS = new Key<>(SECTION, "cgroups", ProcessKinds.CGROUPS, Set.of(), "[]",
      RELOAD,
      "The client's process is in one of these control groups or below it.");

  static final List<Key<?>> ALL = List.of(NAME, TOKEN_FILE, PROFILES, ROTATE, ROTATE_OVERLAP, GROUP_READABLE,
      UIDS, REMOTE, PACE, EXECUTABLES, SHA256, UNITS, CGROUPS);

  private ClientKeys() {}
}
